import { itemsAt, type Source, textAt, textOf, valueAt, type YamlNode } from '../../yaml/node.ts'
import { archiveTree, below, type ChartTree } from './chart-tree.ts'

/** A chart that another one brings with it. */
export interface Dependency {
  readonly name: string
  /** The key of its values in those of the other one: its name, or what it is called there. */
  readonly key: string
  readonly repository: string | undefined
  readonly condition: string | undefined
  readonly tags: readonly string[]
}

export interface Chart {
  /** Folder or archive of the repository. */
  readonly place: string
  readonly name: string
  readonly isLibrary: boolean
  readonly about: YamlNode | undefined
  readonly values: YamlNode | undefined
  readonly templates: readonly ChartTemplate[]
  /** With what says of each when it is there. */
  readonly charts: readonly { readonly chart: Chart; readonly dependency: Dependency | undefined }[]
  /** Names of charts that it asks for and that are not here. */
  readonly missing: readonly string[]
}

export interface ChartTemplate {
  /** `templates/deployment.yaml` */
  readonly path: string
  readonly source: Source
}

/** Nobody nests charts deeper, nor brings more of them in one. */
const DEEPEST = 8
const MOST_CHARTS = 300

/** What finds a chart that is asked for by `file://`. */
export type Beside = (chart: string, repository: string) => ChartTree | undefined

/** undefined where no chart is. */
export function readChart(tree: ChartTree, beside: Beside): Chart | undefined {
  const left = { charts: MOST_CHARTS }
  return chartIn(tree, { beside, left, depth: 0 })
}

interface Reading {
  readonly beside: Beside
  readonly left: { charts: number }
  readonly depth: number
}

function chartIn(tree: ChartTree, reading: Reading): Chart | undefined {
  const about = tree.root('Chart.yaml')
  reading.left.charts -= 1
  if (about?.kind !== 'map' || reading.left.charts < 0 || reading.depth > DEEPEST) return undefined
  const dependencies = dependenciesOf(about, tree.root('requirements.yaml'))
  const inside = { ...reading, depth: reading.depth + 1 }
  const bundled = bundledIn(tree, inside)
  const asked = dependencies.flatMap((dependency) => {
    const chart = bundled.find(({ name }) => name === dependency.name) ?? besideOf(tree, dependency, inside)
    return chart ? [{ chart, dependency }] : []
  })
  const names = new Set(dependencies.map(({ name }) => name))
  const unasked = bundled.filter(({ name }) => !names.has(name))
  const found = new Set(asked.map(({ dependency }) => dependency.name))
  return {
    place: tree.place,
    name: textAt(about, 'name') ?? '',
    isLibrary: textAt(about, 'type') === 'library',
    about,
    values: tree.root('values.yaml'),
    templates: templatesIn(tree),
    charts: [...asked, ...unasked.map((chart) => ({ chart, dependency: undefined }))],
    missing: dependencies.flatMap(({ name }) => (found.has(name) ? [] : [name])),
  }
}

function dependenciesOf(about: YamlNode, requirements: YamlNode | undefined): readonly Dependency[] {
  const items = [...itemsAt(about, 'dependencies'), ...itemsAt(requirements, 'dependencies')]
  return items.flatMap((item) => {
    const name = textAt(item, 'name')
    if (name === undefined) return []
    const tags = itemsAt(item, 'tags').flatMap((tag) => textOf(tag) ?? [])
    const repository = textAt(item, 'repository')
    const condition = textAt(item, 'condition')
    return [{ name, key: textAt(item, 'alias') ?? name, repository, condition, tags }]
  })
}

function bundledIn(tree: ChartTree, reading: Reading): readonly Chart[] {
  const folders = new Set(
    tree.paths.flatMap((path) => /^charts\/([^/]+)\/Chart\.yaml$/.exec(path)?.[1] ?? []),
  )
  const unpacked = [...folders].flatMap((name) => chartIn(below(tree, `charts/${name}`), reading) ?? [])
  const archives = tree.paths.filter((path) => /^charts\/[^/]+\.tgz$/.test(path))
  const packed = archives.flatMap((path) => {
    const bytes = tree.bytes(path)
    const place = tree.place.endsWith('.tgz') ? tree.place : [tree.place, path].filter(Boolean).join('/')
    const inner = bytes && reading.left.charts > 0 ? archiveTree(place, bytes) : undefined
    return (inner && chartIn(inner, reading)) ?? []
  })
  return [...unpacked, ...packed]
}

function besideOf(tree: ChartTree, { repository }: Dependency, reading: Reading): Chart | undefined {
  if (!repository?.startsWith('file://') || tree.place.endsWith('.tgz')) return undefined
  const found = reading.beside(tree.place, repository.slice('file://'.length))
  return found && chartIn(found, reading)
}

function templatesIn(tree: ChartTree): readonly ChartTemplate[] {
  const paths = tree.paths.filter(
    (path) => path.startsWith('templates/') && /\.(?:ya?ml|tpl|json|txt)$/.test(path),
  )
  return paths.flatMap((path) => {
    const source = tree.text(path)
    return source ? [{ path, source }] : []
  })
}

/** Whether helm renders a template, or it only defines some. */
export const isRendered = (path: string): boolean => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return !name.startsWith('_') && !name.endsWith('.txt')
}

export const keyOf = ({
  chart,
  dependency,
}: {
  readonly chart: Chart
  readonly dependency: Dependency | undefined
}): string => dependency?.key ?? chart.name

/** Whether there is a subchart, by its condition and tags; undefined where the values do not say. */
export function isEnabled(
  dependency: Dependency | undefined,
  values: YamlNode | undefined,
  root: YamlNode | undefined,
): boolean {
  for (const condition of dependency?.condition?.split(',') ?? []) {
    const keys = condition.trim().split('.')
    const said = textOf(keys.reduce<YamlNode | undefined>((node, key) => valueAt(node, key), values))
    if (said !== undefined && /^(?:true|false)$/i.test(said)) return /^true$/i.test(said)
  }
  const tags = dependency?.tags.flatMap((tag) => textAt(valueAt(root, 'tags'), tag) ?? []) ?? []
  return tags.length === 0 || tags.some((tag) => /^true$/i.test(tag))
}
