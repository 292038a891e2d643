import { inFolder } from '../../names/path.ts'
import { refuse } from '../refuse.ts'
import type { ChartFile, Field } from './chart-file.ts'
import { CHART, type Charts, type Parent } from './family.ts'
import { nextPatch, parseVersion } from './semver.ts'

/** A chart whose patch version is raised. */
export interface RaisedChart {
  readonly folder: string
  readonly chart: ChartFile
  readonly version: Field
  readonly next: string
  readonly parents: readonly Parent[]
}

/** Those charts, and whatever brings them with it, to the last. */
export function raise(charts: Charts, folders: readonly string[]): ReadonlyMap<string, RaisedChart> {
  const raised = new Map<string, RaisedChart>()
  const open = [...folders]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (raised.has(folder)) continue
    const parents = charts.parentsOf(folder)
    raised.set(folder, { folder, parents, ...versionOf(charts, folder) })
    open.push(...parents.map((parent) => parent.folder))
  }
  return raised
}

function versionOf(charts: Charts, folder: string): Pick<RaisedChart, 'chart' | 'version' | 'next'> {
  const path = inFolder(folder, CHART)
  const chart = charts.read(path)
  if (!chart) {
    return refuse(charts.tree.fileAt(path, ''), undefined, {
      message: 'is no plain text file, so the version of the chart cannot be raised',
      hint: 'Make it one, or set chart-version: off.',
    })
  }
  const version = chart.field('version')
  const parsed = version && parseVersion(version.text)
  if (!version || !parsed) {
    return refuse(chart.file, version?.line, {
      message: version ? `has version: ${version.text}, which is no semantic version` : 'has no version',
      hint: 'Write one, such as version: 1.0.0, or set chart-version: off.',
    })
  }
  return { chart, version, next: nextPatch(parsed) }
}

export interface Child extends RaisedChart {
  readonly dependency: Parent['dependency']
}

export function childrenOf(folder: string, raised: ReadonlyMap<string, RaisedChart>): readonly Child[] {
  return [...raised.values()].flatMap((child) =>
    child.parents
      .filter((parent) => parent.folder === folder)
      .map(({ dependency }) => ({ ...child, dependency })),
  )
}
