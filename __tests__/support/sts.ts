import { randomBytes, randomUUID } from 'node:crypto'
import type { Claims } from './jwt.ts'
import type { MarkerSource } from './markers.ts'
import type { OidcPart } from './oidc.ts'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'
import { createSessions, type Session, type Sessions } from './sessions.ts'
import { verifySignature } from './sigv4.ts'
import { type AssumeRequest, judgeToken, readAssumeRequest, StsRefusal } from './sts-request.ts'
import { errorXml, type XmlTree, xmlReply } from './sts-xml.ts'

export interface StsSettings {
  /** ARNs of the roles that exist. */
  roles: string[]
  /** The trust policy of every role. */
  accept: (claims: Claims, roleArn: string) => boolean
  audiences: string[]
  maxDurationSeconds: number
  /** Shorter than AWS allows, so that a test can see a session end. */
  lifetimeSeconds?: number
  /** Answer as if another role had been assumed. */
  answerAs?: string
}

export interface StsPart extends Part, MarkerSource {
  settings: StsSettings
  sessions: Sessions
}

export interface StsOptions extends Partial<StsSettings> {
  oidc: Pick<OidcPart, 'publicKey' | 'issuer'>
}

type Answer = (form: URLSearchParams, exchange: Exchange) => XmlTree | Promise<XmlTree>

export async function startSts({ oidc, ...given }: StsOptions): Promise<StsPart> {
  const sessions = createSessions()
  const settings: StsSettings = {
    roles: [],
    accept: () => true,
    audiences: ['sts.amazonaws.com'],
    maxDurationSeconds: 3600,
    ...given,
  }
  const actions: Record<string, Answer> = {
    AssumeRoleWithWebIdentity: (form) => {
      const request = readAssumeRequest(form, settings.maxDurationSeconds)
      const claims = judgeToken(request.token, { ...oidc, audiences: settings.audiences })
      return assume({ request, claims, settings, sessions })
    },
    GetCallerIdentity: (_form, exchange) => identify(exchange, sessions),
  }
  const part = await startPart({
    action: async (exchange) => (await formOf(exchange)).get('Action') ?? '',
    answer: (exchange) => answer(exchange, actions),
    shapeError: (code, message, status = 400) => errorXml(code, message, status),
  })
  const markers = (): string[] =>
    sessions.all().flatMap((s) => [s.accessKeyId, s.secretAccessKey, s.sessionToken])
  return Object.assign(part, { settings, sessions, markers })
}

const formOf = async (exchange: Exchange): Promise<URLSearchParams> =>
  new URLSearchParams((await exchange.read()).toString() || exchange.url.search)

async function answer(exchange: Exchange, actions: Record<string, Answer>): Promise<Reply> {
  const form = await formOf(exchange)
  const name = exchange.record.action
  try {
    const act = actions[name]
    if (!act) throw new StsRefusal('InvalidAction', `Could not find operation ${name} for version 2011-06-15`)
    return xmlReply(200, {
      [`${name}Response`]: {
        [`${name}Result`]: await act(form, exchange),
        ResponseMetadata: { RequestId: randomUUID() },
      },
    })
  } catch (error) {
    if (error instanceof StsRefusal) return errorXml(error.code, error.message, error.status)
    throw error
  }
}

interface Assumption {
  request: AssumeRequest
  claims: Claims
  settings: StsSettings
  sessions: Sessions
}

function assume({ request, claims, settings, sessions }: Assumption): XmlTree {
  // AWS does not tell a missing role from a role that does not trust the caller.
  if (!settings.roles.includes(request.roleArn) || !settings.accept(claims, request.roleArn)) {
    throw new StsRefusal('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403)
  }
  const roleArn = settings.answerAs ?? request.roleArn
  const session = sessions.open({
    roleArn,
    userArn: userArnOf(roleArn, request.sessionName),
    policy: request.policy,
    lifetimeSeconds: settings.lifetimeSeconds ?? request.durationSeconds,
  })
  return describe(session, request, claims)
}

function userArnOf(roleArn: string, sessionName: string): string {
  const [, partition = 'aws', , , account = ''] = roleArn.split(':')
  return `arn:${partition}:sts::${account}:assumed-role/${roleArn.split('/').at(-1)}/${sessionName}`
}

function describe(session: Session, request: AssumeRequest, claims: Claims): XmlTree {
  const [, partition = 'aws'] = session.roleArn.split(':')
  const roleId = `AROAEMBEDDED${randomBytes(5).toString('hex').toUpperCase()}`
  return {
    SubjectFromWebIdentityToken: String(claims.sub),
    Audience: String(claims.aud),
    AssumedRoleUser: { AssumedRoleId: `${roleId}:${request.sessionName}`, Arn: session.userArn },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration.toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    Provider: `arn:${partition}:iam::${session.account}:oidc-provider/${String(claims.iss).replace('https://', '')}`,
    ...(request.policy && { PackedPolicySize: String(Math.ceil(request.policy.length / 20.48)) }),
  }
}

async function identify(exchange: Exchange, sessions: Sessions): Promise<XmlTree> {
  const verdict = await verifySignature(exchange, { sessions, service: 'sts' })
  if (!verdict.ok) throw new StsRefusal(verdict.code, verdict.message, 403)
  const { userArn, account } = verdict.session
  return { Arn: userArn, UserId: `AROAEMBEDDED:${userArn.split('/').at(-1)}`, Account: account }
}
