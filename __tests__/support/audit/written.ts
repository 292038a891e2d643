import { openCharts } from '../../../src/effective/helm/chart/charts.ts'
import { rendered } from '../../../src/effective/helm/services-of.ts'
import type { YamlNode } from '../../../src/effective/yaml/node.ts'
import type { SampleChart } from './charts.ts'
import { memoryFiles } from './memory-files.ts'

/** The images that a chart is worked out to write; undefined for one that is not known. */
export function writtenBy(
  { files }: Pick<SampleChart, 'files'>,
  values?: YamlNode,
): readonly (string | undefined)[] {
  return servicesOf({ files }, values).map(({ rendered: image }) => image)
}

export function servicesOf({ files }: Pick<SampleChart, 'files'>, values?: YamlNode) {
  const chart = openCharts(memoryFiles(files)).at('')
  if (!chart) throw new Error('there is no chart')
  const origin = { root: '', kind: 'helm' } as const
  const release = { origin, chart, name: 'demo', namespace: 'here', values, certain: true }
  return rendered(release, { steps: 1_000_000 }).services.map(({ image }) => image)
}
