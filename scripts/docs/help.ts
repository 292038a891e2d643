/** What helps with one error code; its first sentence stands in ERROR_CODES. */
export interface Help {
  /** What people know it by: words of AWS, docker, git or other actions. */
  readonly knownAs?: readonly string[]
  readonly cases: readonly HelpCase[]
}

export interface HelpCase {
  /** When it happens. */
  readonly when: string
  /** What to change: an input, a permission, a statement, a claim or a line. */
  readonly change: string
  readonly example?: Example
}

export interface Example {
  readonly language: 'yaml' | 'json' | 'sh'
  readonly text: string
}
