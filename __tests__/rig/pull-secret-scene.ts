import { expect } from 'vitest'
import { startEcrApi } from '../support/ecr-api.ts'
import { createCatalog } from '../support/image-catalog.ts'
import { startOidc } from '../support/oidc.ts'
import { startPart } from '../support/part.ts'
import { scanForSecrets } from '../support/secret-scan.ts'
import type { Session } from '../support/sessions.ts'
import { startSts } from '../support/sts.ts'
import { type ApiServer, startApiServer } from './apiserver.ts'
import { type KubeObject, pathOf } from './kube-object.ts'
import { passOn } from './moto.ts'
import { type PodResult, type PodRun, runPod } from './pull-secret-pod.ts'
import { kustomizeBuild } from './pull-secret-renders.ts'

export const ACCOUNT = '465002806239'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ecr-pull-secrets`
export const HOME = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`
export const PARTNER = '305702147389.dkr.ecr.us-east-2.amazonaws.com'
const NAMESPACES = ['ecr-pull-secrets', 'team-a', 'team-b']

/** Values of the chart for the other ways to get credentials. */
export const KEYS = { credentials: { kind: 'secret', roleArn: '' } }
export const POD_IDENTITY = { credentials: { kind: 'podIdentity', roleArn: '' } }

/** A pull secret, as it is written by hand: no registry takes what is in it. */
export const secretOf = (namespace: string, name = 'ecr-pull') => ({
  ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/dockerconfigjson' },
  data: { '.dockerconfigjson': Buffer.from('{"auths":{"x":{"auth":"QVdTOm9sZA=="}}}').toString('base64') },
  metadata: { name, namespace },
})

export const secretIn = (namespace: string, name = 'ecr-pull') =>
  `/api/v1/namespaces/${namespace}/secrets/${name}`

/** The objects of the example in a real API server, and AWS, of which regions may be down. */
export interface Scene extends AsyncDisposable {
  server: ApiServer
  objects: KubeObject[]
  down: Set<string>
  /** A token of the refresher's service account, once its objects are there. */
  install(): Promise<string>
  /** One run of the pod; none of the secrets may be told of anywhere. */
  refresh(given?: Partial<PodRun>): Promise<PodResult>
  /** Who the password in a pull secret is for, as the registry sees it. */
  passwordIn(path: string): Promise<PasswordFacts>
  sessionOf(lifetimeSeconds?: number): Session
}

export interface PasswordFacts {
  status: number
  host?: string
  login?: string
  password?: string
  uid?: string | undefined
}

export async function openScene(): Promise<Scene> {
  const server = await startApiServer()
  const aws = await startAws()
  const objects = await kustomizeBuild('examples/pull-secrets/example')
  const install = () => installIn(server, objects)
  return {
    ...{ server, objects, install, down: aws.down, sessionOf: aws.sessionOf },
    async refresh(given = {}) {
      const token = await install()
      const secrets = { identity: aws.oidc.issue('sts.amazonaws.com') }
      const result = await runPod({
        objects,
        server,
        token,
        secrets,
        ...given,
        env: { ...aws.env, ...given.env },
      })
      const { body: events } = await server.ask('/api/v1/events')
      const texts = { log: result.log, argv: result.argv.join('\n'), events: JSON.stringify(events) }
      const known = [token, given.token ?? token, ...aws.markers()]
      expect(await scanForSecrets({ secrets: known, texts })).toEqual([])
      expect(result.argv.length).toBeGreaterThan(0)
      return result
    },
    async passwordIn(path) {
      const { status, body } = await server.ask(path)
      if (status !== 200) return { status }
      const config = Buffer.from(body.data?.['.dockerconfigjson'] ?? '', 'base64').toString()
      const { auths } = JSON.parse(config) as { auths: Record<string, { auth: string }> }
      const [host = ''] = Object.keys(auths)
      const [user, password = ''] = Buffer.from(auths[host]?.auth ?? '', 'base64')
        .toString()
        .split(':')
      expect([user, body.type]).toEqual(['AWS', 'kubernetes.io/dockerconfigjson'])
      return { status, host, password, login: aws.ecr.login(password).state, uid: body.metadata?.uid }
    },
    async [Symbol.asyncDispose]() {
      await aws.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

async function installIn(server: ApiServer, objects: KubeObject[]): Promise<string> {
  for (const name of NAMESPACES) {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
    await server.apply(`/api/v1/namespaces/${name}`, namespace)
  }
  for (const object of objects) {
    const path = pathOf(object)
    if (path) expect((await server.apply(path, object)).status).toBeLessThan(300)
  }
  return server.tokenOf('ecr-pull-secrets', 'ecr-pull-secrets')
}

async function startAws() {
  const down = new Set<string>()
  const oidc = await startOidc()
  const sts = await startSts({ oidc, roles: [ROLE] })
  const ecr = await startEcrApi({ sessions: sts.sessions, store: createCatalog(), accounts: [ACCOUNT] })
  const front = await startPart({
    action: ({ headers }) => String(headers.authorization).split('/')[2] ?? '',
    answer: (exchange) =>
      down.has(exchange.record.action)
        ? { status: 503, body: '{"__type":"ServiceUnavailable"}' }
        : passOn(exchange, ecr.url),
  })
  const userArn = `arn:aws:sts::${ACCOUNT}:assumed-role/ecr-pull-secrets/test`
  return {
    ...{ down, oidc, ecr },
    // One attempt: a test of a region that is down does not wait for more.
    env: { AWS_ENDPOINT_URL_ECR: front.url, AWS_ENDPOINT_URL_STS: sts.url, AWS_MAX_ATTEMPTS: '1' },
    markers: () => [oidc, sts, ecr].flatMap((part) => part.markers()),
    sessionOf: (lifetimeSeconds = 900) => sts.sessions.open({ roleArn: ROLE, userArn, lifetimeSeconds }),
    close: () => Promise.all([front, ecr, sts, oidc].map((part) => part.close())),
  }
}
