import type { Problem } from '../../errors/errors.ts'
import type { FieldEdit } from './edit-fields.ts'
import type { Child, RaisedChart } from './raised.ts'
import { exactVersion, isInRange } from './range.ts'
import { compareVersions, parseVersion } from './semver.ts'

export interface JudgedDependency {
  readonly edits: readonly FieldEdit[]
  readonly notices: readonly string[]
  readonly problems: readonly Problem[]
}

const NOTHING: JudgedDependency = { edits: [], notices: [], problems: [] }

/** What becomes of the version by which a chart asks for one that is raised. */
export function judgeDependency({ chart }: RaisedChart, child: Child): JudgedDependency {
  const asked = child.dependency?.version
  const [before, after] = [parseVersion(child.version.text), parseVersion(child.next)]
  if (!asked || !before || !after) return NOTHING
  const where = `${chart.file.path}:${asked.line}`
  const exact = exactVersion(asked.text)
  if (exact && compareVersions(exact, before) === 0) {
    const prefix = /^[=\sv]*/.exec(asked.text)?.[0] ?? ''
    return { ...NOTHING, edits: [{ field: asked, text: prefix + child.next.replace(/^v/, '') }] }
  }
  if (isInRange(after, asked.text)) return NOTHING
  if (!isInRange(before, asked.text)) {
    const notice = `${where} asks for ${child.chart.file.path} as ${asked.text}, which its version ${child.version.text} was not before either; it stays as it is.`
    return { ...NOTHING, notices: [notice] }
  }
  const problem: Problem = {
    code: 'EDIT_UNSAFE',
    message: `${where} asks for version ${asked.text} of the chart in ${child.folder || 'the root'}, which becomes ${child.next}`,
    hint: `Widen the range on line ${asked.line} of ${chart.file.path}, or set chart-version: off.`,
    configPlace: chart.file.place(asked.line),
  }
  return { ...NOTHING, problems: [problem] }
}
