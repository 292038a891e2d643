import { randomBytes } from 'node:crypto'
import type { Claims } from './jwt.ts'
import type { Exchange } from './part.ts'
import type { Session, Sessions } from './sessions.ts'
import { verifySignature } from './sigv4.ts'
import type { StsSettings } from './sts.ts'
import { type AssumeRequest, readAssumeRequest, StsRefusal } from './sts-request.ts'
import type { XmlTree } from './sts-xml.ts'

export const NO_WEB_IDENTITY = 'Not authorized to perform sts:AssumeRoleWithWebIdentity'

export async function assumeFrom(
  form: URLSearchParams,
  exchange: Exchange,
  { settings, sessions }: { settings: StsSettings; sessions: Sessions },
): Promise<XmlTree> {
  const { userArn } = await callerOf(exchange, sessions)
  const request = readAssumeRequest(form, settings.maxDurationSeconds)
  if (userArn.includes(':assumed-role/') && request.durationSeconds > 3600) {
    const rule = 'exceeds the 1 hour session limit for roles assumed by role chaining'
    throw new StsRefusal('ValidationError', `The requested DurationSeconds ${rule}`)
  }
  const accepted = settings.acceptCaller(userArn, request.roleArn)
  const refusal = `User: ${userArn} is not authorized to perform: sts:AssumeRole on resource: ${request.roleArn}`
  return assume({ request, accepted, refusal, settings, sessions })
}

interface Assumption {
  request: AssumeRequest
  accepted: boolean
  refusal: string
  settings: StsSettings
  sessions: Sessions
}

export function assume({ request, accepted, refusal, settings, sessions }: Assumption): XmlTree {
  // AWS does not tell a missing role from a role that does not trust the caller.
  if (!settings.roles.includes(request.roleArn) || !accepted) {
    throw new StsRefusal('AccessDenied', refusal, 403)
  }
  const roleArn = settings.answerAs ?? request.roleArn
  const session = sessions.open({
    roleArn,
    userArn: userArnOf(roleArn, request.sessionName),
    policy: request.policy,
    lifetimeSeconds: settings.lifetimeSeconds ?? request.durationSeconds,
  })
  return describe(session, request)
}

export function userArnOf(roleArn: string, sessionName: string): string {
  const [, partition = 'aws', , , account = ''] = roleArn.split(':')
  return `arn:${partition}:sts::${account}:assumed-role/${roleArn.split('/').at(-1)}/${sessionName}`
}

function describe(session: Session, request: AssumeRequest): XmlTree {
  const roleId = `AROAEMBEDDED${randomBytes(5).toString('hex').toUpperCase()}`
  return {
    AssumedRoleUser: { AssumedRoleId: `${roleId}:${request.sessionName}`, Arn: session.userArn },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration.toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    ...(request.policy && { PackedPolicySize: String(Math.ceil(request.policy.length / 20.48)) }),
  }
}

/** What the answer to a token says besides. */
export function aboutToken(claims: Claims, { roleArn }: AssumeRequest): XmlTree {
  const [, partition = 'aws', , , account = ''] = roleArn.split(':')
  return {
    SubjectFromWebIdentityToken: String(claims.sub),
    Audience: String(claims.aud),
    Provider: `arn:${partition}:iam::${account}:oidc-provider/${String(claims.iss).replace('https://', '')}`,
  }
}

export async function callerOf(exchange: Exchange, sessions: Sessions): Promise<Session> {
  const verdict = await verifySignature(exchange, { sessions, service: 'sts' })
  if (!verdict.ok) throw new StsRefusal(STS_NAMES[verdict.code] ?? verdict.code, verdict.message, 403)
  return verdict.session
}

/** STS, of the older query protocol, has names of its own for what is wrong with a signature. */
const STS_NAMES: Record<string, string> = {
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  ExpiredTokenException: 'ExpiredToken',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
}
