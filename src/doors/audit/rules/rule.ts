import type { PolicyStatement } from '../../../diagnosis/policy/statement.ts'
import type { EffectiveRepository } from '../../../effective/repository.ts'
import type { Change } from '../../../effective/yaml/change.ts'
import type { Span } from '../../../effective/yaml/node.ts'
import type { Severity } from '../../../report/finding.ts'
import type { RegistryFacts } from '../plan/registry-facts.ts'
import type { Settings } from '../plan/settings.ts'

/** What a rule looks at. */
export interface Audited {
  readonly repository: EffectiveRepository
  readonly settings: Settings
  /** What policies of IAM the files write down. */
  readonly policies: readonly PolicyStatement[]
  /** What ECR answered; undefined where nobody asked it. */
  readonly registry: RegistryFacts | undefined
  /** Whether what these deploy matters most: a root that `production-paths` names. */
  readonly isProduction: (roots: readonly string[]) => boolean
}

export interface Rule {
  /** Kebab-case, for ever: settings, comments and baselines name it. */
  readonly id: string
  /** One sentence that says what is wrong. */
  readonly title: string
  readonly severity: Severity
  /** Runs only where somebody asks for it. */
  readonly off?: true
  /** The setting without which it has nothing to say. */
  readonly needs?: 'registries' | 'roleAccounts' | 'nodesPullWithRole' | 'expectedImages' | 'aws'
  /** For its page: what happens at the cluster, in two or three sentences. */
  readonly why: string
  /** For its page: a text that it finds fault with, and the same put right; a rule that asks the registry has none. */
  readonly example?: {
    readonly path: string
    readonly bad: string
    readonly good: string
    /** Files that it needs beside it, the same for both. */
    readonly beside?: Readonly<Record<string, string>>
  }
  readonly check: (audited: Audited) => Iterable<Found>
}

/** What a rule found. Findings of one rule at one place with one message are one, with all that inherit it. */
export interface Found {
  readonly at: Span
  /** What is wrong and why it breaks, in one sentence without a full stop. */
  readonly message: string
  /** What to change: names the line, the setting or the file. */
  readonly hint: string
  /** Roots that get the value from there. */
  readonly inheritedBy?: readonly string[]
  /** Where it is not the rule's own: never above `notice` for what is not certain. */
  readonly severity?: Severity
  readonly fix?: Fix
}

export interface Fix {
  /** `safe`: cannot break what works. */
  readonly safety: 'safe' | 'unsafe'
  /** `Quote the tag`: what is done, for people. */
  readonly title: string
  readonly changes: readonly Change[]
}
