import { LONGEST_SHOWN, oneLine } from './text.ts'

/** What a commit of a service says of itself. Wherever it is shown, nothing of it acts. */
export interface SourceChange {
  readonly subject: string
  /** `owner/name#12`, where the message names one as GitHub writes it. */
  readonly pullRequest: string | undefined
}

/** What GitHub makes of a pull request (GitHub docs, "About merge methods on GitHub"). */
const MERGE = /^Merge pull request #(\d{1,9}) from \S/
const SQUASH = / \(#(\d{1,9})\)$/

/** By the whole message of a commit in the repository `owner/name`. */
export function sourceChange(message: string, repository: string): SourceChange | undefined {
  const lines = message.slice(0, LONGEST_SHOWN).split(/\r\n|[\r\n]/)
  const [first = '', second = first] = lines.map(visible).filter((line) => line !== '')
  const merged = MERGE.exec(first)?.[1]
  // The title of what was merged stands in the body.
  const title = merged === undefined ? first : second
  const number = merged ?? SQUASH.exec(title)?.[1]
  const own = number !== undefined && title.endsWith(` (#${number})`)
  const subject = shortened(inert(own ? title.replace(SQUASH, '') : title, repository))
  if (subject === '') return undefined
  return { subject, pullRequest: number === undefined ? undefined : `${repository}#${number}` }
}

/** One line without what is not seen, such as marks that turn the direction of writing. */
const visible = (line: string): string =>
  oneLine(line)
    .replaceAll(/[\p{Cf}\p{Cs}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

/**
 * What servers and build systems act on in the message of a commit, and what cannot act in its place. There is no list of
 * the words that skip a run, because every system has its own, but nearly all of them want square brackets.
 */
const INERT: readonly (readonly [acts: RegExp, instead: string])[] = [
  [/\[/g, '('],
  [/\]/g, ')'],
  // Azure Pipelines, "Skip CI for individual pushes"; the second is GitHub's as well ("Skipping workflow runs").
  [/\*{3,}/g, '*'],
  [/(skip-checks) ?:/gi, '$1'],
  [/(?<!\w)@(?=\w)/g, '@ '],
  // Commands to Jira, "Process work items with smart commits"; merge requests of GitLab.
  [/(?<![\w/])#(?=[a-z])/gi, '# '],
  [/(?<!\w)!(?=\d)/g, '! '],
]

/** Issues and pull requests of the repository that a text is shown in (GitHub docs, "Autolinked references"). */
const REFERENCES = [/(?<![\w/.-])#(?=\d)/g, /(?<![\w-])GH-(?=\d)/gi] as const

/**
 * Words that close the issue behind them ("Linking a pull request to an issue"; GitLab, Bitbucket, Azure Boards and Linear
 * have some more): `#12`, `owner/name#12`, `AB#12`, an address, and `KEY-12`, which `UTF-8` is not.
 */
const CLOSING = [
  /((?:clos|fix|resolv|implement|complet)(?:e[sd]?|s|ing)?)([ :(]{1,3})(?=(?:(?:issue|bug|ticket|request|report)s? )?(?:[\w./-]*#\d|https?:))/gi,
  /((?:[Cc]los|[Ff]ix|[Rr]esolv|[Ii]mplement|[Cc]omplet)(?:e[sd]?|s|ing)?)([ :(]{1,3})(?=(?!(?:UTF|SHA|ISO|RFC|AES|CVE)-)[A-Z]\w{0,20}-\d)/g,
] as const

function inert(text: string, repository: string): string {
  // First, because the name of the repository may come to stand behind an @.
  const named = REFERENCES.reduce((line, own) => line.replaceAll(own, () => `${repository}#`), text)
  const still = INERT.reduce((line, [acts, instead]) => line.replaceAll(acts, instead), named)
  return closingNothing(still)
}

const closingNothing = (line: string): string =>
  CLOSING.reduce((text, words) => text.replaceAll(words, '$1$2see '), line)

/** A subject behind text of somebody else, whose last word may close the issue that the subject begins with. */
export const subjectBehind = (before: string, subject: string): string =>
  closingNothing(before + subject) === closingNothing(before) + subject ? subject : `see ${subject}`

const LONGEST_SUBJECT = 100

/** Ends between two words: a part of a reference would be another one. */
function shortened(subject: string): string {
  const characters = [...subject]
  if (characters.length <= LONGEST_SUBJECT) return subject
  const start = characters.slice(0, LONGEST_SUBJECT - 3).join('')
  const end = start.lastIndexOf(' ')
  return `${end > 0 ? start.slice(0, end) : start.replaceAll('#', '')}...`
}
