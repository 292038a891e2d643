import type { PolicyStatement } from './statement.ts'

/** Whether a text with `*` and `?` stands for another, as IAM compares them (IAM reference, "Resource" and "Action"). */
export function matches(pattern: string, text: string): boolean {
  // By hand: a pattern of others that became a regular expression could take for ever.
  let [at, from, star, kept] = [0, 0, -1, 0]
  while (from < text.length) {
    if (pattern[at] === '*') {
      star = at
      kept = from
      at += 1
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) {
      at += 1
      from += 1
    } else if (star >= 0) {
      at = star + 1
      kept += 1
      from = kept
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}

/** Actions are compared without regard to case. */
export const allows = ({ actions }: Pick<PolicyStatement, 'actions'>, action: string): boolean =>
  actions.some(({ text }) => matches(text.toLowerCase(), action.toLowerCase()))
