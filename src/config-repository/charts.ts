import type { ChartBump, ChartEdit } from '../edit/chart/bump.ts'
import { parentOf } from '../names/path.ts'
import type { PlaceIn } from './overlay.ts'
import type { ConfigTree } from './repository.ts'

const NAMES = ['Chart.yaml', 'Chart.lock']
const NOTHING: ChartBump = { files: new Map(), notices: new Map() }

export interface ChartBumpWithTexts extends ChartBump {
  /** What stands in the charts of the repository, by path. */
  readonly before: ReadonlyMap<string, string>
}

interface ChartPorts {
  readonly tree: ConfigTree
  readonly tip: string
  readonly placeAt: (tip: string) => PlaceIn
}

/** What edits ask of the charts that they are in, at a tip: one list, and one look at all charts. */
export async function raiseCharts(
  edits: readonly ChartEdit[],
  { tree, tip, placeAt }: ChartPorts,
): Promise<ChartBumpWithTexts> {
  const files = edits.length > 0 ? await tree.list(tip) : []
  const charts = files.filter((path) => NAMES.includes(path.slice(path.lastIndexOf('/') + 1)))
  const folders = new Set(charts.map(parentOf))
  if (!edits.some(({ file }) => isBelow(file, folders))) return { ...NOTHING, before: new Map() }
  const nodes = await tree.nodesAt(tip, charts)
  const before = new Map(
    charts.flatMap((path) => {
      const node = nodes.get(path)
      return node?.kind === 'file' ? [[path, node.text] as const] : []
    }),
  )
  const place = placeAt(tip)
  // What knows YAML comes where a chart is raised alone.
  const { bumpCharts } = await import('../edit/chart/bump.ts')
  const fileAt = (path: string, text: string) => ({ path, text, place: (line?: number) => place(path, line) })
  return { ...bumpCharts(edits, { texts: before, files, fileAt }), before }
}

function isBelow(file: string, folders: ReadonlySet<string>): boolean {
  for (let folder = parentOf(file); ; folder = parentOf(folder)) {
    if (folders.has(folder)) return true
    if (folder === '') return false
  }
}
