import { keptFor } from '../kept.ts'
import type { Origin } from '../object.ts'
import { entriesOf, type ScalarNode, type Source, type Span, type YamlNode } from '../yaml/node.ts'
import { aboutChart } from './chart/about-chart.ts'
import { type Chart, isEnabled, isRendered, keyOf } from './chart/chart.ts'
import { type ImageLine, imageLinesIn } from './image-lines.ts'
import { Evaluation, type Named } from './template/evaluate.ts'
import { mayWriteImages, mentionsOf } from './template/mentions.ts'
import type { Budget } from './template/meter.ts'
import { parseTemplate } from './template/parse.ts'
import { TemplateFault } from './template/tokens.ts'
import { bool, number, plain, UNKNOWN, type Value } from './template/value.ts'
import { over, valuesBelow } from './values.ts'

/** A chart as something of the repository deploys it, or would. */
export interface Release {
  readonly origin: Origin
  readonly chart: Chart
  readonly name: string | undefined
  readonly namespace: string | undefined
  /** Values behind those of the chart. */
  readonly values: YamlNode | undefined
  /** Whether nothing else may change the values, and this surely is deployed. */
  readonly certain: boolean
}

/** A chart in a release, with the values that it gets there. */
export interface Part {
  readonly chart: Chart
  /** Keys of its values in those of the whole. */
  readonly path: readonly string[]
  readonly values: YamlNode | undefined
}

/** An image that the templates of a release write. */
export interface WrittenImage extends ImageLine {
  readonly part: Part
  /** Where it is written, as often as it is: the same for other values. */
  readonly site: string
}

/** The charts of a release, the whole one first. */
export function partsOf({ chart, values }: Pick<Release, 'chart' | 'values'>): readonly Part[] {
  const root = over(values, chart.values)
  const parts: Part[] = []
  const add = (one: Chart, path: readonly string[], held: YamlNode | undefined) => {
    parts.push({ chart: one, path, values: held })
    for (const sub of one.charts) {
      const key = keyOf(sub)
      const enabled = isEnabled(sub.dependency, held, root)
      if (enabled) add(sub.chart, [...path, key], valuesBelow(held, key, sub.chart.values))
    }
  }
  add(chart, [], root)
  return parts
}

type Replaced = ReadonlyMap<ScalarNode, ScalarNode>

/** What the templates of all charts write. @param replaced Values that are to be others, to see what becomes of it. */
export function imagesOf(
  release: Release,
  parts: readonly Part[],
  { budget, replaced = new Map() }: { readonly budget: Budget; readonly replaced?: Replaced },
) {
  const { templates, named, unread } = templatesOf(parts)
  const evaluation = new Evaluation(named, budget)
  const images = templates.flatMap(({ part, template }) => {
    const values = replaced.size > 0 ? withOthers(part.values, replaced) : part.values
    const pieces = evaluation.run(template, dotOf(release, part.chart, values))
    return imageLinesIn(pieces).map((line) => ({ ...line, part }))
  })
  return { images: numbered(images), unread }
}

function numbered(images: readonly (ImageLine & { readonly part: Part })[]): readonly WrittenImage[] {
  const counts = new Map<string, number>()
  return images.map((image) => {
    const at = image.key?.at
    const place = `${image.part.path.join('.')}:${at?.source.path ?? ''}:${at?.start ?? 0}`
    const count = (counts.get(place) ?? 0) + 1
    counts.set(place, count)
    return { ...image, site: `${place}#${count}` }
  })
}

interface Read {
  readonly templates: readonly { readonly part: Part; readonly template: Named }[]
  readonly named: ReadonlyMap<string, Named>
  /** Templates that are none. */
  readonly unread: readonly Span[]
}

/** All charts share their definitions, and those of the chart that brings another one win. */
function templatesOf(parts: readonly Part[]): Read {
  const templates: { readonly part: Part; readonly template: Named }[] = []
  const named = new Map<string, Named>()
  const unread: Span[] = []
  for (const part of parts.toReversed()) {
    for (const { path, source } of part.chart.templates) {
      const read = parsedOf(source)
      if ('fault' in read) {
        unread.push(read.fault)
        continue
      }
      for (const [name, body] of read.defines) named.set(name, { body, source })
      if (!part.chart.isLibrary && isRendered(path))
        templates.push({ part, template: { body: read.body, source } })
    }
  }
  const said = (name: string) => {
    const one = named.get(name)
    return one && mentions(one.body)
  }
  const wanted = templates.filter(({ template }) => mayWriteImages(mentions(template.body), said))
  return { templates: wanted.toReversed(), named, unread }
}

const mentions = keptFor(mentionsOf)

type Parsed = ReturnType<typeof parseTemplate> | { readonly fault: Span }
const parsedOf = keptFor((source: Source): Parsed => {
  try {
    return parseTemplate(source.text)
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error
    return { fault: { source, start: error.offset, end: error.offset } }
  }
})

function dotOf({ name, namespace }: Release, chart: Chart, values: YamlNode | undefined): Value {
  const release: readonly (readonly [string, Value])[] = [
    ['Name', name === undefined ? UNKNOWN : plain(name)],
    ['Namespace', namespace === undefined ? UNKNOWN : plain(namespace)],
    ['Service', plain('Helm')],
    ['IsInstall', bool(true)],
    ['IsUpgrade', bool(false)],
    ['Revision', number(1)],
  ]
  return dict([
    ['Values', values ?? dict([])],
    ['Chart', aboutChart(chart.about)],
    ['Release', dict(release)],
    ['Capabilities', UNKNOWN],
    ['Files', UNKNOWN],
    ['Template', UNKNOWN],
    ['Subcharts', UNKNOWN],
  ])
}

const dict = (entries: readonly (readonly [string, Value])[]): Value => ({
  kind: 'dict',
  entries: new Map(entries),
})

/** The same values with others in the place of some. */
function withOthers(
  node: YamlNode | undefined,
  replaced: ReadonlyMap<ScalarNode, ScalarNode>,
): YamlNode | undefined {
  if (node?.kind === 'scalar') return replaced.get(node) ?? node
  if (node?.kind !== 'map') return node
  const entries = entriesOf(node).map(({ key, value }) => ({
    key,
    value: withOthers(value, replaced) ?? value,
  }))
  return { ...node, entries }
}
