import type { Span } from '../../effective/yaml/node.ts'

/** A statement of an IAM policy that some text of the repository writes down. What does not resolve is left out of it. */
export interface PolicyStatement {
  readonly at: Span
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly Written[]
  /** undefined where they are not all known: then nothing may be said of them. */
  readonly resources: readonly Written[] | undefined
  /** Whether it has conditions, or NotAction or NotResource: then it is not judged. */
  readonly conditional: boolean
  /** What the text is written in, for the fix. */
  readonly language: 'json' | 'hcl' | 'typescript' | 'cloudformation'
  /** Statements of one policy have the same one. */
  readonly policy: Span
}

export interface Written {
  readonly text: string
  readonly at: Span
}
