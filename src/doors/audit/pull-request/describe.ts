import { hash } from 'node:crypto'
import type { SideBranch } from '../../../config-repository/repository.ts'
import type { FixedFile } from '../../../effective/fix/draft.ts'
import type { Finding } from '../../../report/finding.ts'
import { counted } from '../../../report/findings/rule.ts'
import { code, plain } from '../../../report/markdown.ts'

/** By what commits and pull requests of fixes are known again. */
const TRAILER = 'Audit-Fixes'

export interface Described {
  readonly title: string
  readonly body: string
  /** Of the commit. */
  readonly message: string
  /** What the fixes are, whoever makes them and when. */
  readonly mark: string
}

/** GitHub takes 65,536 characters; nobody reads so many. */
const MOST_LISTED = 100

/** What a commit and a pull request say of fixes. */
export function describeFixes(fixed: readonly FixedFile[], findings: readonly Finding[]): Described {
  const texts = fixed.map(({ path, after }) => [path, after])
  const mark = `${TRAILER}: ${hash('sha256', JSON.stringify(texts)).slice(0, 32)}`
  const title = `fix(audit): ${counted(findings.length, 'finding')} in ${counted(fixed.length, 'file')}`
  const lines = findings
    .slice(0, MOST_LISTED)
    .map(({ path, line, rule, message }) => `- ${code(`${path}:${line}`)} **${rule}**: ${plain(message)}`)
  const more = findings.length - lines.length
  const rest = more > 0 ? [`- and ${more} more`] : []
  const rules = [...new Set(findings.map(({ rule }) => rule))].toSorted()
  return {
    title,
    body: [WHAT, [...lines, ...rest].join('\n'), `<!-- ${mark} -->`].join('\n\n'),
    message: `${title}\n\n${rules.map((rule) => `  ${rule}`).join('\n')}\n\n${mark}\n`,
    mark,
  }
}

const WHAT =
  'Each change is the bytes of one fix; the file was read again, and says the same as before but for them.'

/** Whether an audit has made all of a branch: what others have put there is not taken away. */
export const isOwn = ({ commits }: SideBranch): boolean =>
  commits?.every(({ message }) => message.includes(`\n${TRAILER}: `)) ?? false
