import { failOnAny, type Problem } from '../../errors/errors.ts'
import { judgeDependency } from './dependency.ts'
import { editFields, type FieldEdit } from './edit-fields.ts'
import { Charts, type ChartTree } from './family.ts'
import { childrenOf, type RaisedChart, raise } from './raised.ts'
import { relock } from './relock.ts'

/** A file that is edited, and the tag in it before and afterwards. */
export interface ChartEdit {
  readonly file: string
  readonly previous: string | undefined
  readonly tag: string | undefined
}

export interface ChartBump {
  /** New texts by path, of `Chart.yaml` and `Chart.lock` files. */
  readonly files: ReadonlyMap<string, string>
  /** What people should know, by the edited file that it comes from. */
  readonly notices: ReadonlyMap<string, readonly string[]>
}

/**
 * What has to go with edits inside of charts: a new patch version of each chart and of all that bring it with
 * them, once, however many files change. @throws StepError with all that cannot be raised.
 */
export function bumpCharts(edits: readonly ChartEdit[], tree: ChartTree): ChartBump {
  const charts = new Charts(tree)
  const own = Map.groupBy(edits, ({ file }) => charts.folderOf(file))
  const folders = [...own.keys()].filter((folder) => folder !== undefined)
  const raised = raise(charts, folders)
  const bumps = [...raised.values()].map((one) => bumpOf(one, own.get(one.folder) ?? [], { charts, raised }))
  failOnAny(bumps.flatMap(({ problems }) => problems))
  const unread = [...charts.unread].map(
    (path) => `${path} cannot be read, so whether its version must go up with this was not looked at.`,
  )
  const said = [...bumps.flatMap(({ notices }) => notices), ...unread]
  const [first] = edits.filter(({ file }) => charts.folderOf(file) !== undefined)
  return {
    files: new Map(bumps.flatMap(({ files }) => [...files])),
    notices: new Map(first && said.length > 0 ? [[first.file, said]] : []),
  }
}

interface Bumped {
  readonly files: ReadonlyMap<string, string>
  readonly notices: readonly string[]
  readonly problems: readonly Problem[]
}

interface Around {
  readonly charts: Charts
  readonly raised: ReadonlyMap<string, RaisedChart>
}

function bumpOf(one: RaisedChart, edits: readonly ChartEdit[], { charts, raised }: Around): Bumped {
  const { chart, version, next } = one
  const children = childrenOf(one.folder, raised)
  const judged = children.map((child) => judgeDependency(one, child))
  const wanted: readonly FieldEdit[] = [
    { field: version, text: next },
    ...appVersion(one, edits),
    ...judged.flatMap((dependency) => dependency.edits),
  ]
  const lock = relock(charts, { parent: one, children, asked: wanted })
  const { path } = chart.file
  return {
    files: new Map([[path, editFields(chart, wanted)], ...lock.files]),
    notices: [
      `${path}:${version.line}: version ${version.text} becomes ${next} (chart-version).`,
      ...judged.flatMap(({ notices }) => notices),
      ...lock.notices,
    ],
    problems: judged.flatMap(({ problems }) => problems),
  }
}

/** Where it is the tag that stood in an edited file, it becomes the new one; a `v` that it lacks it goes on lacking. */
function appVersion({ chart }: RaisedChart, edits: readonly ChartEdit[]): readonly FieldEdit[] {
  const field = chart.field('appVersion')
  if (!field) return []
  const found = edits.flatMap(({ previous = '', tag = '' }) => {
    if (field.text === previous) return [tag]
    const bare = (text: string) => (/^v?\d+\.\d+\.\d+/.test(text) ? text.replace(/^v/, '') : undefined)
    const same = bare(previous) !== undefined && bare(previous) === bare(field.text)
    const next = same ? bare(tag) : undefined
    return next === undefined ? [] : [field.text.startsWith('v') ? `v${next}` : next]
  })
  const [text, ...others] = new Set(found.filter((tag) => tag !== '' && tag !== field.text))
  return text === undefined || others.length > 0 ? [] : [{ field, text }]
}
