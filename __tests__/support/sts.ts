import { randomUUID } from 'node:crypto'
import type { Claims } from './jwt.ts'
import type { MarkerSource } from './markers.ts'
import type { OidcPart } from './oidc.ts'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { aboutToken, assume, assumeFrom, callerOf, NO_WEB_IDENTITY } from './sts-assume.ts'
import { judgeToken, readAssumeRequest, required, StsRefusal } from './sts-request.ts'
import { errorXml, type XmlTree, xmlReply } from './sts-xml.ts'

export interface StsSettings {
  /** ARNs of the roles that exist. */
  roles: string[]
  /** The trust policy of every role. */
  accept: (claims: Claims, roleArn: string) => boolean
  /** Both sides of AssumeRole: the trust policy of the role and what the caller may. */
  acceptCaller: (callerArn: string, roleArn: string) => boolean
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
    acceptCaller: () => true,
    audiences: ['sts.amazonaws.com'],
    maxDurationSeconds: 3600,
    ...given,
  }
  const actions: Record<string, Answer> = {
    AssumeRoleWithWebIdentity: (form) => {
      const request = readAssumeRequest(form, settings.maxDurationSeconds)
      const token = required(form, 'WebIdentityToken')
      const claims = judgeToken(token, { ...oidc, audiences: settings.audiences })
      const accepted = settings.accept(claims, request.roleArn)
      const about = aboutToken(claims, request)
      return { ...about, ...assume({ request, accepted, refusal: NO_WEB_IDENTITY, settings, sessions }) }
    },
    AssumeRole: (form, exchange) => assumeFrom(form, exchange, { settings, sessions }),
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

async function identify(exchange: Exchange, sessions: Sessions): Promise<XmlTree> {
  const { userArn, account } = await callerOf(exchange, sessions)
  return { Arn: userArn, UserId: `AROAEMBEDDED:${userArn.split('/').at(-1)}`, Account: account }
}
