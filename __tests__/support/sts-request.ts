import type { KeyObject } from 'node:crypto'
import { type Claims, verifyJwt } from './jwt.ts'

/** A refusal in the words of AWS. */
export class StsRefusal extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

export interface AssumeRequest {
  roleArn: string
  sessionName: string
  durationSeconds: number
  policy: string | undefined
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/

export function readAssumeRequest(form: URLSearchParams, maxDurationSeconds: number): AssumeRequest {
  const request = {
    roleArn: required(form, 'RoleArn'),
    sessionName: required(form, 'RoleSessionName'),
    durationSeconds: Number(form.get('DurationSeconds') ?? 3600),
    policy: form.get('Policy') ?? undefined,
  }
  if (!ROLE_ARN.test(request.roleArn)) throw new StsRefusal('ValidationError', 'Request ARN is invalid')
  checkSessionName(request.sessionName)
  checkDuration(request.durationSeconds, maxDurationSeconds)
  if (request.policy !== undefined) checkPolicy(request.policy)
  return request
}

export function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (value) return value
  const field = name.charAt(0).toLowerCase() + name.slice(1)
  throw constraint(`Value null at '${field}'`, 'Member must not be null')
}

const constraint = (what: string, rule: string): StsRefusal =>
  new StsRefusal(
    'ValidationError',
    `1 validation error detected: ${what} failed to satisfy constraint: ${rule}`,
  )

function checkSessionName(name: string): void {
  if (SESSION_NAME.test(name)) return
  throw constraint(
    `Value '${name}' at 'roleSessionName'`,
    'Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}',
  )
}

function checkDuration(seconds: number, max: number): void {
  if (!Number.isInteger(seconds) || seconds < 900) {
    throw constraint(
      `Value '${seconds}' at 'durationSeconds'`,
      'Member must have value greater than or equal to 900',
    )
  }
  if (seconds > max) {
    throw new StsRefusal(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
}

function checkPolicy(policy: string): void {
  if (policy.length > 2048) {
    throw constraint(`Value at 'policy'`, 'Member must have length less than or equal to 2048')
  }
  if (!isPolicyDocument(policy)) {
    throw new StsRefusal('MalformedPolicyDocument', 'The policy is not in the valid JSON format.')
  }
}

function isPolicyDocument(policy: string): boolean {
  try {
    const document: unknown = JSON.parse(policy)
    return typeof document === 'object' && document !== null && 'Statement' in document
  } catch {
    return false
  }
}

export interface TokenRules {
  publicKey: KeyObject
  issuer: string
  audiences: string[]
}

export function judgeToken(token: string, rules: TokenRules): Claims {
  const claims = verifyJwt(token, rules.publicKey)
  if (!claims)
    throw new StsRefusal(
      'InvalidIdentityToken',
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    )
  if (claims.iss !== rules.issuer) {
    throw new StsRefusal(
      'InvalidIdentityToken',
      `No OpenIDConnect provider found in your account for ${String(claims.iss)}`,
    )
  }
  if (!rules.audiences.includes(String(claims.aud))) {
    throw new StsRefusal('InvalidIdentityToken', 'Incorrect token audience')
  }
  const now = Math.floor(Date.now() / 1000)
  if (typeof claims.exp !== 'number' || claims.exp <= now) {
    throw new StsRefusal(
      'ExpiredTokenException',
      `Token expired: current date/time ${now} must be before the expiration date/time ${String(claims.exp)}`,
    )
  }
  return claims
}
