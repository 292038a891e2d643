import type { YamlNode } from '../../yaml/node.ts'

/** Why a patch or a replacement does not fit what it is to change: kustomize would stop. */
export class Misfit extends Error {
  readonly at: YamlNode
  /** Something is not there: where more is known than here it may well be. */
  readonly isMissing: boolean

  constructor(message: string, at: YamlNode, { isMissing = false } = {}) {
    super(message)
    this.at = at
    this.isMissing = isMissing
  }
}
