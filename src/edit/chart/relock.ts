import { inFolder } from '../../names/path.ts'
import { isRecord } from '../../names/text.ts'
import { editFields, type FieldEdit } from './edit-fields.ts'
import { type Charts, LOCK } from './family.ts'
import { isInSync, lockDigest } from './lock.ts'
import type { Child, RaisedChart } from './raised.ts'

interface Relocked {
  readonly files: ReadonlyMap<string, string>
  readonly notices: readonly string[]
}

interface Raised {
  readonly parent: RaisedChart
  readonly children: readonly Child[]
  /** The edits of its `Chart.yaml`. */
  readonly asked: readonly FieldEdit[]
}

const STALE = 'helm dependency update'

/**
 * `Chart.lock` with the new versions of the charts that the parent brings with it, and the digest that Helm compares: with
 * an old one `helm dependency build` fails, which Argo CD runs. One that was out of step before is left to its owner.
 */
export function relock(charts: Charts, { parent, children, asked }: Raised): Relocked {
  const notices = children.flatMap((child) => packedCopy(charts, parent, child))
  const lock = children.length > 0 ? charts.read(inFolder(parent.folder, LOCK)) : undefined
  if (!lock) return { files: new Map(), notices }
  const edits = new Map(
    lock.dependencies.flatMap((one) => {
      const child = children.find(({ dependency }) => dependency?.name === one.name)
      const isOld = child && one.version?.text === child.version.text
      return isOld && one.version ? [[one.version, child.next] as const] : []
    }),
  )
  const isAskedAnew = asked.some(({ field }) =>
    parent.chart.dependencies.some(({ version }) => version === field),
  )
  if (edits.size === 0 && !isAskedAnew) return { files: new Map(), notices }
  const digest = lock.field('digest')
  if (!digest || !isInSync(parent.chart, lock)) {
    const notice = `${lock.file.path} is not what Helm makes of ${parent.chart.file.path}, so it was left as it is: run ${STALE} there.`
    return { files: new Map(), notices: [...notices, notice] }
  }
  const texts = new Map([...asked.map(({ field, text }) => [field, text] as const), ...edits])
  const anew = ({ dependencies }: RaisedChart['chart']) =>
    dependencies.map(({ raw, version }) => {
      const text = version && texts.get(version)
      return text !== undefined && isRecord(raw) ? { ...raw, version: text } : raw
    })
  const fields = [...edits].map(([field, text]) => ({ field, text }))
  const next = lockDigest(anew(parent.chart), anew(lock))
  const text = editFields(lock, [...fields, { field: digest, text: next }])
  return { files: new Map([[lock.file.path, text]]), notices }
}

/** An archive in `charts/` is what is deployed, whatever stands in the folder that it was made of. */
function packedCopy({ tree }: Charts, parent: RaisedChart, child: Child): readonly string[] {
  const name = child.chart.field('name')?.text ?? ''
  const start = inFolder(parent.folder, `charts/${name}-`)
  const archive = tree.files.find(
    (path) => path.startsWith(start) && /^v?\d[^/]*\.tgz$/.test(path.slice(start.length)),
  )
  if (name === '' || archive === undefined) return []
  return [
    `${archive} is a packed copy of ${child.folder || 'the root'}, and what ${parent.chart.file.path} deploys: run ${STALE} there, or nothing of this arrives.`,
  ]
}
