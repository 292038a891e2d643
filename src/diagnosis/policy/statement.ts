import type { Span } from '../../effective/yaml/node.ts'

export type PolicyLanguage = 'json' | 'hcl' | 'typescript' | 'cloudformation'

/** A statement of an IAM policy that some text of the repository writes down, as far as the text says it. */
export interface PolicyStatement {
  readonly at: Span
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly Written[]
  /** undefined where they are not all known: then nothing may be said of them. */
  readonly resources: readonly Written[] | undefined
  /** Whether it names whom it is for, as the policy of a resource does. */
  readonly hasPrincipal: boolean
  /** Has conditions, or says what it is not for: then it is not judged. */
  readonly conditional: boolean
  readonly language: PolicyLanguage
  /** Statements of one policy have the same one. */
  readonly policy: Span
}

/** A text of a policy. What is worked out within it is `${...}`; it never begins with that, but for the ARN of a resource. */
export interface Written {
  readonly text: string
  readonly exact: boolean
  readonly at: Span
}
