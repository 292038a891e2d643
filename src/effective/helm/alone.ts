import { inFolder, parentOf } from '../../names/path.ts'
import type { RepositoryFiles } from '../file.ts'
import type { Kustomization } from '../kustomize/kustomization.ts'
import type { Origin } from '../object.ts'
import { itemsAt, textAt, textOf, valueAt, type YamlNode } from '../yaml/node.ts'
import type { Chart } from './chart/chart.ts'
import type { Charts } from './chart/charts.ts'
import { pathFrom } from './chart/paths.ts'
import { deliverChart, deliverValues, type HelmDelivery } from './deliver.ts'
import type { GivenValues } from './given.ts'
import type { Budget } from './template/meter.ts'
import { overFile } from './values.ts'

export interface Alone {
  readonly files: RepositoryFiles
  readonly charts: Charts
  readonly budget: Budget
}

const NOTHING_GIVEN: GivenValues = {
  values: undefined,
  certain: true,
  files: [],
  inline: undefined,
  object: undefined,
  parameters: [],
}

/** Nobody keeps values for more places beside one chart. */
const MOST_FILES = 200

/**
 * Charts that nothing of the repository deploys: with their own values, and with each values file that lies with them.
 * Somebody may give them others, so all of it is assumed.
 */
export function chartsAlone(used: ReadonlySet<string>, alone: Alone): readonly HelmDelivery[] {
  const { files, charts } = alone
  const read = charts.folders.flatMap((folder) => charts.at(folder) ?? [])
  const brought = new Set(read.flatMap(chartsBelow))
  return read.flatMap((chart) => {
    if (chart.isLibrary || used.has(chart.place) || brought.has(chart.place)) return []
    const beside = valuesBeside(chart.place, files).slice(0, MOST_FILES)
    const given = beside.length > 0 ? beside.map((path) => givenBy([path], files)) : [NOTHING_GIVEN]
    return given.map((one) => {
      const origin: Origin = { root: one.files[0] ?? chart.place, kind: 'helm' }
      return deliverChart(chart, {
        origin,
        name: undefined,
        given: one,
        certain: false,
        budget: alone.budget,
      })
    })
  })
}

const chartsBelow = ({ charts }: Chart): readonly string[] =>
  charts.flatMap(({ chart }) => [chart.place, ...chartsBelow(chart)])

/** A file that is called values, with a word before or behind that. */
function isValues(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (!/\.ya?ml$/.test(name) || name.includes('.schema.')) return false
  return name.split(/[._-]/).includes('values')
}

/** `values-prod.yaml`, `prod.values.yaml`, `values/prod.yaml` of a chart. */
function valuesBeside(folder: string, { paths }: RepositoryFiles): readonly string[] {
  const lead = folder === '' ? '' : `${folder}/`
  return paths.filter((path) => {
    if (!path.startsWith(lead) || !/\.ya?ml$/.test(path)) return false
    const inside = path.slice(lead.length)
    if (inside === 'values.yaml') return false
    return inside.includes('/') ? /^(?:values|env|envs|environments)\/[^/]+$/.test(inside) : isValues(inside)
  })
}

function givenBy(paths: readonly string[], files: RepositoryFiles): GivenValues {
  const layers = paths.map((path) => files.file(path)?.documents[0])
  const values = layers.reduce<YamlNode | undefined>((under, layer) => overFile(layer, under), undefined)
  return { ...NOTHING_GIVEN, values, files: paths }
}

/** Values files of charts that are not here: only their shape says what is an image. */
export function valuesAlone(
  used: ReadonlySet<string>,
  { files, charts, budget }: Alone,
): readonly HelmDelivery[] {
  const folders = new Set(charts.folders)
  const wanted = files.paths.filter((path) => isValues(path) && !used.has(path) && !isInChart(path, folders))
  return wanted.flatMap((path) => {
    const given = givenBy([path], files)
    // An object is no values, whatever its file is called.
    if (!given.values || textAt(given.values, 'apiVersion') !== undefined) return []
    const origin: Origin = { root: path, kind: 'helm' }
    const delivery = deliverValues(given.values, { origin, name: undefined, given, certain: false, budget })
    const { use, images, roles } = delivery
    const named = images.map((image) => ({ ...image, origins: [] }))
    return [{ use, images: named, roles: roles.map((role) => ({ ...role, origins: [] })) }]
  })
}

function isInChart(path: string, charts: ReadonlySet<string>): boolean {
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    if (charts.has(folder)) return true
    if (folder === '') return false
  }
}

/** `helmCharts` of kustomizations whose charts are in the repository; of others the values. */
export function chartsOfKustomizations(
  kustomizations: ReadonlyMap<string, Kustomization>,
  alone: Alone,
): readonly HelmDelivery[] {
  return [...kustomizations.values()].flatMap((kustomization) =>
    itemsAt(kustomization.root, 'helmCharts').map((item) => inflated(item, kustomization, alone)),
  )
}

function inflated(
  item: YamlNode,
  { folder, root }: Kustomization,
  { files, charts, budget }: Alone,
): HelmDelivery {
  const home = textAt(valueAt(root, 'helmGlobals'), 'chartHome') ?? 'charts'
  const name = textAt(item, 'name') ?? ''
  const place = pathFrom(folder, inFolder(home, name))
  const named = [textAt(item, 'valuesFile'), ...itemsAt(item, 'additionalValuesFiles').map(textOf)]
  const paths = named.flatMap((one) => (one === undefined ? [] : (pathFrom(folder, one) ?? [])))
  const given = givenBy(paths, files)
  const inline = valueAt(item, 'valuesInline')
  const isHere = paths.every((path) => files.file(path))
  const values = overFile(inline, given.values)
  const origin: Origin = { root: folder, kind: 'kustomize', namespace: textAt(item, 'namespace') }
  const delivering = {
    origin,
    name: textAt(item, 'releaseName'),
    given: { ...given, values, object: inline, certain: isHere },
    certain: true,
    budget,
  }
  const chart = place === undefined ? undefined : charts.at(place)
  return chart ? deliverChart(chart, delivering) : deliverValues(values, delivering)
}
