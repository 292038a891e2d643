import { fail } from '../../errors/errors.ts'
import { refusedHint } from './remote/host-hints.ts'
import { lastLines, remoteLines } from './remote/stderr.ts'

export type PushOutcome =
  | { readonly kind: 'landed' }
  /** git has seen that the branch is elsewhere, and sent nothing. */
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string }
  /** The server said no, and only whether the tip moved distinguishes a race from a rule. */
  | { readonly kind: 'unsure'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** No verdict came back: the push may have landed. */
  | { readonly kind: 'unanswered'; readonly reason: string }

/**
 * Race texts of plain git (since 2.50 "reference already exists" for a lock that another push holds), GitHub, GitLab,
 * JGit and Azure DevOps; GitHub may print rule texts beside one, so the race is matched first.
 */
const RACE =
  /cannot lock ref|failed to lock|TF401028|failed to update ref|reference (?:already exists|does not exist)|incorrect old value|stale info|fetch first|non-fast-forward/i
const RULE =
  /hook declined|TF40\d{4}|VS40\d{4}|not permitted|protected branch|rule violations|GH0\d\d|push declined|(?<!shallow update )not allowed/i

/** The server broke, be it behind a hook, or said nothing (git-push, "remote failure"): no decision of anybody. */
const BROKEN =
  /^\[remote failure\]|internal (?:server |api )?error|unpacker error|operation timed out|api unreachable|unable to contact/i

/** Reads `git push --porcelain` (git-push, "OUTPUT"): `<flag>\t<from>:<to>\t<summary> (<reason>)`. */
export function readPush(exitCode: number, stdout: string, stderr: string): PushOutcome {
  const line = stdout.split('\n').find((candidate) => /^[ +*=!-]\t/.test(candidate))
  const [flag, , summary = ''] = line?.split('\t') ?? []
  if (flag === undefined)
    return { kind: 'unanswered', reason: lastLines(stderr) || `git exited with ${exitCode}` }
  if (flag !== '!')
    return exitCode === 0 ? { kind: 'landed' } : { kind: 'unanswered', reason: lastLines(stderr) }
  if (summary.startsWith('[rejected]')) return { kind: 'unsent', reason: summary }
  if (RACE.test(summary)) return { kind: 'lost', reason: summary }
  const reason = [summary, ...remoteLines(stderr)].join('; ')
  if (BROKEN.test(reason)) return { kind: 'unanswered', reason }
  return { kind: RULE.test(reason) ? 'refused' : 'unsure', reason }
}

export function failRefused(label: string, branch: string, reason: string): never {
  return fail({
    code: 'CONFIG_REFUSED',
    message: `config-repository ${label} refused the commit on ${branch}: ${reason}`,
    hint: refusedHint(branch, reason),
  })
}
