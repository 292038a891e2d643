import { readFileSync } from 'node:fs'
import { shownWorkflows } from '../../scripts/workflows.ts'
import { wildcard } from '../support/image-store.ts'
import type { Claims } from '../support/jwt.ts'

/** What README.md gives its reader to copy. */
export interface Readme {
  readonly workflow: string
  readonly uses: { readonly action: string; readonly checkout: string }
  readonly role: string
  readonly trust: TrustPolicy
  /** The permission policy of the role, as JSON. */
  readonly permissions: string
  /** The images of an overlay. */
  readonly overlay: string
}

type Conditions = Readonly<Record<string, string | readonly string[]>>

interface TrustPolicy {
  readonly Statement: readonly {
    readonly Principal: { readonly Federated: string }
    readonly Condition: { readonly StringEquals: Conditions; readonly StringLike: Conditions }
  }[]
}

/** As its reader has it after filling in: every text of `names` is replaced, and nothing else. */
export function readReadme(names: Readonly<Record<string, string>> = {}): Readme {
  const page = Object.entries(names).reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    readFileSync('README.md', 'utf8'),
  )
  const workflow = shownWorkflows('README.md', page)[0]?.text ?? ''
  const [trust = '', permissions] = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) => text)
  return {
    workflow: workflow.trimStart(),
    uses: {
      action: found(/uses: (OWNER\/\S+)/, workflow),
      checkout: found(/uses: (actions\/checkout@\S+)/, workflow),
    },
    role: found(/role-to-assume: (\S+)/, workflow),
    trust: JSON.parse(trust),
    permissions: permissions ?? '',
    overlay: found(/^```yaml\n(images:\n.*?)^```$/ms, page),
  }
}

function found(pattern: RegExp, text: string): string {
  const [, part] = pattern.exec(text) ?? []
  if (!part) throw new Error(`README.md has no ${pattern}`)
  return part
}

const KEY = /^token\.actions\.githubusercontent\.com:/

/** IAM guide, "String condition operators": all of the keys, and any value of each. */
export function trusts({ Statement }: TrustPolicy, claims: Claims): boolean {
  const holds = (conditions: Conditions, test: (value: string, wanted: string) => boolean) =>
    Object.entries(conditions).every(([key, wanted]) =>
      [wanted].flat().some((text) => test(String(claims[key.replace(KEY, '')]), text)),
    )
  return Statement.some(
    ({ Principal, Condition }) =>
      Principal.Federated.endsWith(`:oidc-provider/${String(claims.iss).replace('https://', '')}`) &&
      holds(Condition.StringEquals, (value, wanted) => value === wanted) &&
      holds(Condition.StringLike, (value, pattern) => wildcard(pattern).test(value)),
  )
}
