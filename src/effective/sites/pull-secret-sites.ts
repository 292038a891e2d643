import type { Deployed, KubeObject } from '../object.ts'
import {
  entriesOf,
  itemsOf,
  type MapEntry,
  type MapNode,
  textAt,
  textOf,
  valueAt,
  valueUnder,
  type YamlNode,
} from '../yaml/node.ts'
import type { PullSecret, PullSecrets, PullSecretUse } from './pull-secret.ts'
import { refreshersOf } from './refresher.ts'

/** What pulls with secrets and what makes them, in what one place deploys. */
export function pullSecretsOf(deployed: Deployed): PullSecrets {
  const { origin, objects } = deployed
  return {
    uses: objects.flatMap((object) => usesIn(object).map((use) => ({ ...use, origin }))),
    secrets: objects.flatMap((object) => secretsIn(object).map((secret) => ({ ...secret, origin }))),
    refreshers: refreshersOf(deployed),
  }
}

const nameOf = ({ kind, name }: KubeObject): string => `${kind}/${name}`

function usesIn(object: KubeObject): readonly Omit<PullSecretUse, 'origin'>[] {
  const uses: Omit<PullSecretUse, 'origin'>[] = []
  const where = { object: nameOf(object), namespace: object.namespace }
  for (const { holder, value } of listsIn(object.root)) {
    const items = itemsOf(value)
    for (const item of items) {
      const at = valueAt(item, 'name')
      if (at?.kind !== 'scalar' || at.text === '') continue
      uses.push({ name: at.text, at, holder, besides: items.length - 1, ...where })
    }
  }
  return uses
}

/** Deeper than any object that a cluster takes; with aliases a text may go far deeper than its parser does. */
const DEEPEST = 100

/** Each `imagePullSecrets`, wherever it stands. Objects without are most, and walked through as fast as can be. */
function listsIn(root: MapNode): readonly { readonly holder: MapNode; readonly value: YamlNode }[] {
  const found: { holder: MapNode; value: YamlNode }[] = []
  const enter = (node: YamlNode, depth: number): void => {
    if (node.kind === 'scalar' || depth > DEEPEST) return
    if (node.kind === 'list') for (const item of node.items) enter(item, depth + 1)
    else for (const entry of node.entries) pass(entry, node, depth)
  }
  const pass = ({ key, value }: MapEntry, holder: MapNode, depth: number): void => {
    if (value.kind === 'scalar') return
    if (key.text === 'imagePullSecrets') found.push({ holder, value })
    else enter(value, depth + 1)
  }
  enter(root, 0)
  return found
}

const NOTHING = { hosts: [], passwords: [] }
const DOCKER_TYPES = new Set(['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg'])

function secretsIn(object: KubeObject): readonly Omit<PullSecret, 'origin'>[] {
  const { root, kind, name, namespace } = object
  if (kind === 'Secret') return committed(object)
  if (kind === 'ExternalSecret' || kind === 'SealedSecret') {
    const spec = valueAt(root, 'spec')
    const target = valueAt(spec, kind === 'SealedSecret' ? 'template' : 'target')
    const template = kind === 'SealedSecret' ? target : valueAt(target, 'template')
    if (!DOCKER_TYPES.has(textAt(template, 'type') ?? '')) return []
    const own = textAt(target, 'name') ?? textOf(valueUnder(template, ['metadata', 'name'])) ?? name
    return [{ name: own, namespace, at: root, object: nameOf(object), made: 'external', ...NOTHING }]
  }
  return []
}

function committed(object: KubeObject): readonly Omit<PullSecret, 'origin'>[] {
  const { root, name, namespace } = object
  if (!DOCKER_TYPES.has(textAt(root, 'type') ?? '')) return []
  const [config] = ['stringData', 'data'].flatMap((field) => configIn(root, field))
  const base = { name, namespace, object: nameOf(object) }
  if (!config) return [{ ...base, at: root, made: 'external', ...NOTHING }]
  return [{ ...base, at: config.at, made: 'committed', hosts: config.hosts, passwords: config.passwords }]
}

function configIn(root: MapNode, field: string) {
  return entriesOf(valueAt(root, field)).flatMap(({ key, value }) => {
    if (!/^\.docker(?:configjson|cfg)$/.test(key.text) || value.kind !== 'scalar') return []
    const text = field === 'data' ? decoded(value.text) : value.text
    const logins = loginsIn(text)
    const hosts = logins.map(({ host }) => host)
    const passwords = logins.flatMap(({ host, login }) => (isPassword(login) ? [host] : []))
    return hosts.length > 0 ? [{ at: value, hosts, passwords }] : []
  })
}

const decoded = (text: string): string => Buffer.from(text, 'base64').toString('utf8')

/** Of a docker configuration; none of a text that is encrypted, a template or something else. */
function loginsIn(text: string): readonly { readonly host: string; readonly login: unknown }[] {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null) return []
    const auths: unknown = 'auths' in parsed ? parsed.auths : parsed
    if (typeof auths !== 'object' || auths === null) return []
    return Object.entries(auths).map(([server, login]) => ({ host: hostOf(server), login }))
  } catch {
    return []
  }
}

/** A secret that is there to be filled in has nothing in its place, or a word that says so. */
function isPassword(login: unknown): boolean {
  if (typeof login !== 'object' || login === null) return false
  const auth =
    'auth' in login && typeof login.auth === 'string' ? decoded(login.auth).replace(/^[^:]*:?/, '') : ''
  const password = 'password' in login && typeof login.password === 'string' ? login.password : auth
  if (password.length < LONG)
    return /^[\w+/=.-]{12,}$/.test(password) && /[a-z]/.test(password) && !STAND_IN.test(password)
  return /^[\w+/=.-]+$/.test(password)
}

/** A word that says so may be in any long password by chance; those of ECR have some two thousand characters. */
const LONG = 100
const STAND_IN = /placeholder|change|replace|example|dummy|your|token|password/i

const hostOf = (server: string): string => server.replace(/^https?:\/\//, '').replace(/\/.*$/s, '')
