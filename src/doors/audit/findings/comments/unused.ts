import type { Change } from '../../../../effective/yaml/change.ts'
import { nearest } from '../../../../names/nearest.ts'
import { listed } from '../../../../names/text.ts'
import type { Fix, Found } from '../../rules/rule.ts'
import type { Comments } from './quiet.ts'
import { beginsLine, type IgnoreComment, type Mention } from './scan.ts'

/** The rules that there are, and those that have looked at everything: of others nobody knows what they would find. */
export interface Rules {
  readonly ids: ReadonlySet<string>
  readonly finished: ReadonlySet<string>
}

/** Comments that keep nothing quiet: who reads them believes in a fault that is not there, or hides the next one. */
export function unusedComments(comments: Comments, rules: Rules): readonly Found[] {
  return comments.all.flatMap((comment) => {
    if (comment.mentions.length === 0) return [namesNone(comment)]
    if (comments.misplaced.has(comment)) return [misplaced(comment)]
    const idle = comment.mentions.filter((mention) => !comments.used.has(mention))
    const unknown = idle.filter(({ rule }) => !rules.ids.has(rule))
    const unused = idle.filter(({ rule }) => rules.finished.has(rule))
    return [
      ...unknown.map((mention) => unknownRule(comment, mention, rules.ids)),
      ...(unused.length > 0 ? [keepsNothing(comment, unused)] : []),
    ]
  })
}

/** Comments that are to keep quiet that others keep nothing quiet, when these are known. */
export function idleSilencers({ all, used }: Comments, rule: string): readonly Found[] {
  return all.flatMap((comment) => {
    const idle = comment.mentions.filter((mention) => mention.rule === rule && !used.has(mention))
    return idle.length > 0 ? [keepsNothing(comment, idle)] : []
  })
}

function namesNone(comment: IgnoreComment): Found {
  return {
    at: spanOf(comment),
    message: 'The comment names no rule, so it keeps nothing quiet',
    hint: 'Name the rule in brackets, as in "# ecr-gitops: ignore[image-mutable-tag] reason", or remove the comment.',
  }
}

function misplaced(comment: IgnoreComment): Found {
  return {
    at: spanOf(comment),
    message: '"ignore-file" keeps nothing quiet here: it counts in the first comment of a file alone',
    hint: 'Move the comment to the beginning of the file, or write "ignore" for the line below it.',
  }
}

function unknownRule(
  { file }: IgnoreComment,
  { rule, start, end }: Mention,
  ids: ReadonlySet<string>,
): Found {
  const meant = nearest(rule, [...ids])
  return {
    at: { source: file, start, end },
    message: `There is no rule "${rule}", so the comment does not keep it quiet`,
    hint: meant ? `Write ${meant}.` : 'Write the name of a rule as its finding has it, or remove this one.',
  }
}

function keepsNothing(comment: IgnoreComment, unused: readonly Mention[]): Found {
  const names = listed(unused.map(({ rule }) => rule))
  const left = comment.mentions.filter((mention) => !unused.includes(mention))
  return {
    at: unused.length === 1 ? { source: comment.file, ...range(unused) } : spanOf(comment),
    message: `The comment keeps nothing quiet: ${names} ${unused.length > 1 ? 'find' : 'finds'} nothing here`,
    hint: left.length > 0 ? `Remove ${names} from the comment.` : 'Remove the comment.',
    ...removal(comment, left),
  }
}

const range = (mentions: readonly Mention[]): { readonly start: number; readonly end: number } => ({
  start: mentions[0]?.start ?? 0,
  end: mentions.at(-1)?.end ?? 0,
})

/**
 * Never in a file with a checksum of SOPS, in one that is generated or cannot be read; in a language of which nothing is
 * known but its lines, what looks like a comment may be a text.
 */
function removal(comment: IgnoreComment, left: readonly Mention[]): { readonly fix?: Fix } {
  const { file, list } = comment
  if (!list || file.sops || file.generated || file.kind === 'template' || file.faults.length > 0) return {}
  const part =
    left.length > 0
      ? { start: list.start, end: list.end, to: left.map(({ rule }) => rule).join(', ') }
      : { ...wholeOf(comment), to: '' }
  const change: Change = { kind: 'comment', source: file, ...part }
  const safety = file.kind === 'code' ? 'unsafe' : 'safe'
  return { fix: { safety, title: 'Remove what keeps nothing quiet', changes: [change] } }
}

/** A comment with the white space before it; one that has a line of its own with that line. */
function wholeOf({ file: { text }, start, end, isAlone }: IgnoreComment): {
  readonly start: number
  readonly end: number
} {
  let from = start
  while (from > 0 && ' \t'.includes(text[from - 1] ?? '')) from -= 1
  if (!isAlone || !beginsLine(text, from)) return { start: from, end }
  const newline = text.indexOf('\n', end)
  return { start: from, end: newline < 0 ? text.length : newline + 1 }
}

const spanOf = ({ file, start, end }: IgnoreComment): Found['at'] => ({ source: file, start, end })
