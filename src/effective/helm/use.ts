import type { Origin } from '../object.ts'
import type { ScalarNode, Span, YamlNode } from '../yaml/node.ts'

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
  /** All values, those of the chart under them; undefined for values that nothing here is given to. */
  readonly values: YamlNode | undefined
  /** How helm would be asked for the same. */
  readonly release: HelmReleaseCall
  /** What helm would need of the repository; undefined for a chart that is elsewhere. */
  readonly bundle: ChartBundle | undefined
  /** Why helm cannot render it, in its own words, where it was asked. */
  readonly failure: string | undefined
}

/** A chart with all that it brings along. */
export interface ChartBundle {
  readonly about: YamlNode | undefined
  /** Folders that it is made of. */
  readonly folders: readonly string[]
  /** Charts that it brings by their path, as `file://` in a dependency names them, the innermost first. */
  readonly vendored: readonly { readonly from: string; readonly into: string; readonly name: string }[]
  /** Whether all charts that it asks for are there. */
  readonly isWhole: boolean
}

export interface HelmReleaseCall {
  readonly name: string | undefined
  readonly namespace: string | undefined
  /** Values files, each over the one before it: paths in the repository. */
  readonly files: readonly string[]
  /** More values, behind all files, as a YAML text. */
  readonly inline: string | undefined
  /** More values, behind all files, where they are a part of another file. */
  readonly object: YamlNode | undefined
  /** `name=value`, behind all values. */
  readonly parameters: readonly { readonly assignment: string; readonly isText: boolean }[]
  /** Whether all values are here and known. */
  readonly isComplete: boolean
}

/** The image of a service of a chart, as the values say it. */
export interface HelmImage {
  /** Path of the mapping in the values, as `mongodb.image`; the template where no value says anything of it. */
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
