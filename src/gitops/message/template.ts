import { subjectBehind } from '../../names/source-change.ts'
import { oneLine } from '../../names/text.ts'
import type { Origin } from '../../plan/deployment.ts'
import { type DeployedImage, shortPrevious } from './deployed-image.ts'

/** What a template of the input commit-message may name. */
export const PLACEHOLDERS = [
  'name',
  'tag',
  'sha',
  'previous',
  'overlays',
  'repository',
  'actor',
  'run',
  'subject',
  'pr',
] as const
type Placeholder = (typeof PLACEHOLDERS)[number]

const PLACEHOLDER = /\{([^{}]*)\}/g

export function unknownPlaceholders(template: string): readonly string[] {
  const known: readonly string[] = PLACEHOLDERS
  return [...template.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !known.includes(name))
}

/** The subject that a template makes; empty where it names nothing but what is not known. */
export function fill(template: string, deployed: readonly DeployedImage[], origin: Origin): string {
  const values = valuesOf(deployed, origin)
  const known = values.pr === '' ? template.replaceAll(/ ?(?:\(\{pr\}\)|\[\{pr\}\])/g, '') : template
  // What stands in square brackets alone may be a word that skips a run.
  const safe = known.replaceAll('[{subject}]', '({subject})')
  // The plan lets no other placeholder through.
  const filled = safe.replaceAll(PLACEHOLDER, (_, name: Placeholder, at: number) => {
    const text = oneLine(values[name])
    const before = safe.slice(0, at)
    if (name === 'pr') return subjectBehind(endOfSubject(before, values.subject), text)
    return name === 'subject' ? subjectBehind(before, text) : text
  })
  // To git a line that begins so is the end of the message (git-interpret-trailers).
  return filled.trim().replace(/^-{3,} ?/, '')
}

/** A word of others that may close what directly follows it; what the template itself says is meant. */
function endOfSubject(before: string, subject: string): string {
  const [, between] = /\{subject\}([ :(]{1,3})$/.exec(before) ?? []
  return between === undefined ? '' : `${oneLine(subject)}${between}`
}

function valuesOf(deployed: readonly DeployedImage[], origin: Origin): Record<Placeholder, string> {
  const of = (value: (one: DeployedImage) => string) => [...new Set(deployed.map(value))].join(', ')
  return {
    name: of((one) => one.image.name),
    tag: of((one) => one.image.tag),
    sha: of((one) => one.image.commit ?? ''),
    previous: of(shortPrevious),
    overlays: of((one) => one.files.join(', ')),
    repository: of((one) => one.image.source.name),
    actor: origin.actor,
    run: origin.link,
    subject: listed(deployed.flatMap(({ change }) => change?.subject ?? [])),
    pr: listed(deployed.flatMap(({ change }) => change?.pullRequest ?? [])),
  }
}

/** Texts of many commits are too much for one line. */
function listed(all: readonly string[]): string {
  const distinct = [...new Set(all)]
  const more = distinct.length > 3 ? [`${distinct.length - 3} more`] : []
  return [...distinct.slice(0, 3), ...more].join('; ')
}
