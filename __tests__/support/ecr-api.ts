import { randomUUID } from 'node:crypto'
import { ecrActions } from './ecr-actions.ts'
import { type EcrBehaviour, type EcrCall, EcrRefusal } from './ecr-call.ts'
import { type AccessRules, refusalOf } from './iam-policy.ts'
import type { ImageStore, RegistryHome } from './image-store.ts'
import { type LayerBucket, startLayerBucket } from './layer-bucket.ts'
import type { MarkerSource } from './markers.ts'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'
import { createPasswords, type RegistryAccess, registryHost, repositoryArn } from './registry-access.ts'
import type { Session, Sessions } from './sessions.ts'
import { verifySignature } from './sigv4.ts'

export interface EcrSettings extends AccessRules, EcrBehaviour {
  passwordLifetimeSeconds: number
  /** What a real registry beside this API was set up with; a new marker for every token when absent. */
  registryPassword?: string
}

export interface EcrPart extends Part, MarkerSource, RegistryAccess {
  settings: EcrSettings
  /** Where the layers lie. */
  layers: LayerBucket
  /** Policies that were set through the API, in order. */
  documents: { kind: string; account: string; repository: string; text: string }[]
  /** A registry password without asking over HTTP; a marker like any other. */
  issuePassword(session: Session): string
}

export interface EcrOptions extends Partial<EcrSettings> {
  sessions: Sessions
  store: ImageStore
}

const TARGET = 'AmazonEC2ContainerRegistry_V20150921.'

export async function startEcrApi({ sessions, store, ...given }: EcrOptions): Promise<EcrPart> {
  const settings: EcrSettings = {
    accounts: [],
    denied: [],
    withheld: new Map(),
    archived: new Set(),
    proxyEndpoint: (home) => `https://${registryHost(home)}`,
    passwordLifetimeSeconds: 12 * 3600,
    ...given,
  }
  const passwords = createPasswords(settings)
  const documents: EcrPart['documents'] = []
  const layers = await startLayerBucket(store)
  const issuePassword = (session: Session) => passwords.issue(session, settings)
  const part = await startPart({
    action: ({ headers }) => String(headers['x-amz-target'] ?? '').replace(TARGET, ''),
    answer: (exchange) =>
      answer(exchange, {
        ...{ sessions, store, settings, documents, issuePassword },
        layerUrl: (place, digest) => settings.layerUrl?.(place, digest) ?? layers.addressOf(place, digest),
      }),
    shapeError: (code, message, status = 400) => errorReply(code, message, status),
  })
  const closeApi = part.close
  const close = async () => {
    await Promise.all([closeApi(), layers.close()])
  }
  return Object.assign(part, {
    ...{ settings, documents, layers, close, [Symbol.asyncDispose]: close },
    login: passwords.login,
    refusal: passwords.refusal,
    issuePassword: (session: Session) => issuePassword(session).password,
    markers: () => [
      ...passwords.all().flatMap((p) => [p, Buffer.from(`AWS:${p}`).toString('base64')]),
      ...layers.signatures(),
    ],
  })
}

interface Backstage extends Pick<EcrCall, 'store' | 'documents' | 'issuePassword' | 'layerUrl'> {
  sessions: Sessions
  settings: EcrSettings
}

async function answer(exchange: Exchange, backstage: Backstage): Promise<Reply> {
  const verdict = await verifySignature(exchange, { sessions: backstage.sessions, service: 'ecr' })
  if (!verdict.ok) return errorReply(verdict.code, verdict.message)
  try {
    return jsonReply(200, await perform(exchange, backstage, verdict))
  } catch (error) {
    if (error instanceof EcrRefusal) return errorReply(error.code, error.message)
    throw error
  }
}

async function perform(
  exchange: Exchange,
  backstage: Backstage,
  { session, region }: { session: Session; region: string },
): Promise<unknown> {
  const { action } = exchange.record
  const act = ecrActions[action]
  if (!act) throw new EcrRefusal('UnknownOperationException', '')
  const input = JSON.parse((await exchange.read()).toString() || '{}') as EcrCall['input']
  const account = input.registryId ?? session.account
  if (!/^\d{12}$/.test(account)) {
    throw new EcrRefusal('InvalidParameterException', `Invalid parameter at 'registryId': '${account}'`)
  }
  const attempts = resourcesOf(action, { account, region }, input)
  // A repository that is made with tags is tagged besides.
  const actions = input.tags ? [action, 'TagResource'] : [action]
  for (const [resource, name] of attempts.flatMap((one) => actions.map((other) => [one, other] as const))) {
    const refusal = refusalOf(session, { action: `ecr:${name}`, resource }, backstage.settings)
    if (refusal) throw new EcrRefusal('AccessDeniedException', refusal)
  }
  return act({ ...backstage, input, session, home: { account, region } })
}

function resourcesOf(action: string, home: RegistryHome, input: EcrCall['input']): string[] {
  if (action === 'GetAuthorizationToken') return ['*']
  const names = input.repositoryNames ?? [input.repositoryName ?? '*']
  return names.map((repository) => repositoryArn({ ...home, repository }))
}

const jsonReply = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(value),
})

function errorReply(code: string, message: string, status = 400): Reply {
  const reply = jsonReply(status, { __type: code, message })
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': code } }
}
