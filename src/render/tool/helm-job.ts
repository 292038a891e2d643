import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A release of a chart, as somebody would ask helm for it. */
export interface Release {
  /** The folder of the chart in the tree. */
  readonly chart: string
  readonly name: string
  readonly namespace: string | undefined
  /** Values behind those of the chart, each over the one before it: paths in the tree. */
  readonly values: readonly string[]
  /** More values, behind all files. */
  readonly inline: string | undefined
  /** `name=value`, behind all values. */
  readonly parameters: readonly { readonly assignment: string; readonly isText: boolean }[]
}

export interface HelmJob {
  /** A folder with files of the config repository. */
  readonly root: string
  readonly releases: readonly Release[]
  /** Files in it that are to have another text first. */
  readonly texts: ReadonlyMap<string, string>
  readonly vendored: readonly Vendored[]
}

/** A chart that another one brings with it by its path: `from` comes into the `charts/` of `into`. */
export interface Vendored {
  readonly from: string
  readonly into: string
  readonly name: string
}

/** Brings its files to what they are to be. */
export function prepare({ root, texts, vendored }: HelmJob): void {
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const { from, into, name } of vendored) {
    const charts = join(root, into, 'charts')
    // Where that is a file, helm says what is missing.
    if (statSync(charts, { throwIfNoEntry: false })?.isFile()) continue
    mkdirSync(charts, { recursive: true })
    // A link, which helm follows: copies of charts that bring each other could fill the disk.
    if (!isVendored(charts, name)) symlinkSync(join(root, from), join(charts, name))
  }
}

/** What lies there is what helm takes: it refuses one of another version itself. */
function isVendored(charts: string, name: string): boolean {
  const packed = (one: string) => one.startsWith(`${name}-`) && one.endsWith('.tgz')
  return readdirSync(charts).some((one) => one === name || packed(one))
}
