import type { Origin } from '../object.ts'
import type { ScalarNode, Span } from '../yaml/node.ts'

/** A chart with the values that it gets from one place: a values file beside it, an Application, a HelmRelease, `helmCharts`. */
export interface HelmUse {
  readonly origin: Origin
  /** Folder or archive of the chart in the repository; undefined for one that is elsewhere. */
  readonly chart: string | undefined
  readonly services: readonly HelmImage[]
  /** The registry that is to hold for all images, and the key that says so (`global.registry.host`, `global.imageRegistry`). */
  readonly globalRegistry:
    | { readonly text: string; readonly key: string; readonly at: ScalarNode }
    | undefined
}

/** The image of a service of a chart, as the values say it. */
export interface HelmImage {
  /** Path of the mapping in the values, as `mongodb.image`. */
  readonly key: string
  readonly registry: ScalarNode | undefined
  readonly repository: ScalarNode | undefined
  readonly tag: ScalarNode | undefined
  readonly digest: ScalarNode | undefined
  /** The reference that the template makes of it. */
  readonly rendered: string | undefined
  /**
   * Who says which registry wins. `templates`: read in the repository or an archive; `helm`: rendered by the program;
   * `none`: nothing here does, so it is at most a notice.
   */
  readonly evidence: 'templates' | 'helm' | 'none'
  /** What wins where a service and all of them name a registry: `local`, `global`; undefined where that is not known. */
  readonly wins: 'local' | 'global' | undefined
  /** The line of the template that decides. */
  readonly decidedAt: Span | undefined
}
