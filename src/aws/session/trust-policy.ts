import type { RoleArn } from '../../names/host.ts'
import { oneLine } from '../../names/text.ts'

const GITHUB = 'token.actions.githubusercontent.com'

/** IAM names a provider by its issuer without the scheme; enterprise servers have issuers of their own. */
export const issuerOf = ({ iss }: Claims): string => (iss ?? `https://${GITHUB}`).replace(/^https:\/\//, '')

export const providerArn = ({ partition, account }: RoleArn, claims: Claims): string =>
  `arn:${partition}:iam::${account}:oidc-provider/${issuerOf(claims)}`

/** The audience of a token; one that cannot be read has the usual one. */
export const audienceOf = ({ aud }: Claims): string => aud ?? 'sts.amazonaws.com'

/** What the trust policy of a role must say to accept a token, and what is easily overlooked about this one. */
export function trustAdvice(claims: Claims, role: RoleArn): string {
  const issuer = issuerOf(claims)
  const condition = {
    StringEquals: {
      [`${issuer}:aud`]: audienceOf(claims),
      [`${issuer}:sub`]: claims.sub ?? 'the sub of this token',
    },
  }
  const statement = `Action sts:AssumeRoleWithWebIdentity, Principal.Federated ${providerArn(role, claims)}, Condition ${oneLine(JSON.stringify(condition))}`
  return [
    `Make the trust policy of the role accept it: ${statement}.`,
    ...notes(claims).map(oneLine),
    `Check also that the role exists in account ${role.account} (partition ${role.partition}), in the same upper and lower case: STS answers the same for one that does not.`,
  ].join(' ')
}

/** GitHub docs, "OpenID Connect reference": the forms of `sub`, and what a reusable workflow changes. */
function notes(claims: Claims): readonly string[] {
  const { sub = '', repository = '' } = claims
  const found: string[] = [...caseOf(sub)]
  if (/^repo:[^:]*@\d+/.test(sub)) {
    found.push(
      `The sub has IDs behind "@", as repositories have that were created, renamed or transferred since 15 July 2026: a condition on repo:${repository}:... does not accept it.`,
    )
  }
  if (claims.environment) {
    found.push(
      `The job has environment: ${claims.environment}, and then sub names it in place of the ref: a condition on ...:ref:... does not accept it.`,
    )
  } else if (sub.endsWith(':pull_request')) {
    found.push(
      'The run is for a pull request, whose sub ends in :pull_request and names no branch: give such runs a role of their own that can only pull.',
    )
  }
  if (sub !== '' && !sub.startsWith('repo:')) {
    found.push(
      'The organization or repository has customised its sub: the condition must have the form above.',
    )
  }
  return [...found, ...reusable(claims)]
}

/**
 * GitHub takes names in any case, and writes them as they were typed once; policies compare them as they are (IAM
 * reference, "Condition operators", and "IAM identifiers" for names of roles).
 */
function caseOf(sub: string): readonly string[] {
  if (sub === '') return []
  const lower = sub.toLowerCase()
  const other = sub === lower ? 'that has a capital letter where this sub has none' : `on ${lower}`
  return [
    `Upper and lower case count: a condition (StringEquals, StringLike) ${other} does not accept it; StringEqualsIgnoreCase does.`,
  ]
}

function reusable(claims: Claims): readonly string[] {
  const { job_workflow_ref: workflow, repository } = claims
  if (!workflow || !repository || workflow.toLowerCase().startsWith(`${repository.toLowerCase()}/`)) return []
  return [
    `The job is in the reusable workflow ${workflow}, but sub stays that of the caller ${repository}: to trust the workflow itself, add a condition on "${issuerOf(claims)}:job_workflow_ref".`,
  ]
}

/** The claims of GitHub's OIDC token that trust policies are written over; none of them is secret. */
const SHOWN = [
  'iss',
  'aud',
  'sub',
  'repository',
  'repository_id',
  'repository_owner_id',
  'ref',
  'environment',
  'job_workflow_ref',
  'event_name',
] as const

export type Claims = Partial<Record<(typeof SHOWN)[number], string>>

/** Reads, but does not verify: STS does that, and what it was given is what helps to find the mistake. */
export function readClaims(token: string): Claims {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    const claims = payload as Record<string, unknown>
    return Object.fromEntries(
      SHOWN.flatMap((name) => (typeof claims[name] === 'string' ? [[name, claims[name]]] : [])),
    )
  } catch {
    return {}
  }
}

/** One claim a line, to stand under an error. */
export function describeClaims(claims: Claims): string {
  const lines = SHOWN.flatMap((name) => {
    const claim = claims[name]
    return claim === undefined ? [] : [`  ${name}: ${oneLine(claim)}`]
  })
  return lines.length > 0 ? lines.join('\n') : '  (the token could not be read)'
}
