import type { YamlNode } from '../yaml/node.ts'
import type { HelmReleaseCall } from './use.ts'

/** What something gives to a chart. */
export interface GivenValues extends Pick<HelmReleaseCall, 'files' | 'inline' | 'object' | 'parameters'> {
  readonly values: YamlNode | undefined
  /** Whether all that it names is here and known. */
  readonly certain: boolean
}
