import { oneLine } from '../../names/text.ts'

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
