import type { RegistryLogin } from '../../../aws/registry/registry.ts'
import { isRecord } from '../../../names/text.ts'

/** The parts of docker's config.json that are read; everything else of it is taken over as it is. */
export interface DockerConfig {
  readonly auths?: Record<string, { readonly auth?: string }>
  readonly credsStore?: string
  readonly credHelpers?: Record<string, string>
  readonly cliPluginsExtraDirs?: unknown
  readonly currentContext?: unknown
  readonly proxies?: Readonly<Record<string, unknown>>
}

/** The user's configuration with our logins, which no credential helper may shadow. */
export function withLogins(
  user: DockerConfig,
  logins: readonly RegistryLogin[],
  pluginFolder: string,
): DockerConfig {
  const auths = logins.map((login) => [login.pushHost, { auth: basicAuth(login) }] as const)
  // docker looks only into the helper where one applies; the empty name sends it back to the file.
  const helpers = logins
    .filter(({ pushHost }) => user.credsStore || user.credHelpers?.[pushHost])
    .map(({ pushHost }) => [pushHost, ''] as const)
  return {
    ...user,
    auths: { ...user.auths, ...Object.fromEntries(auths) },
    ...(helpers.length > 0 ? { credHelpers: { ...user.credHelpers, ...Object.fromEntries(helpers) } } : {}),
    cliPluginsExtraDirs: [...extraPluginFolders(user), pluginFolder],
  }
}

/** Whatever stands there: who wrote the file need not have been docker. */
export const extraPluginFolders = ({ cliPluginsExtraDirs }: DockerConfig): readonly string[] =>
  Array.isArray(cliPluginsExtraDirs) ? cliPluginsExtraDirs.filter((folder) => typeof folder === 'string') : []

export const basicAuth = ({ username, password }: RegistryLogin): string =>
  Buffer.from(`${username}:${password}`).toString('base64')

/** A name that nobody can have (RFC 6761). */
const NOBODY = 'withheld.invalid'

/**
 * Without any login, for files that may be anybody's. One entry stays in `auths`, and names nobody: without any, docker
 * looks for a credential store of the system by itself (docker CLI, `DetectDefaultStore`).
 */
export function strangersConfig(config: DockerConfig): DockerConfig {
  const { credsStore: _store, credHelpers: _helpers, ...rest } = withoutProxyLogins(config)
  return { ...rest, auths: { [NOBODY]: {} } }
}

/**
 * Without the logins of its proxies, by daemon and by protocol: docker makes build arguments of them (Docker docs,
 * "Configure the Docker client"). The same object where there are none.
 */
export function withoutProxyLogins(config: DockerConfig): DockerConfig {
  const { proxies } = config
  if (!isRecord(proxies)) return config
  const open = (value: unknown) => (typeof value === 'string' ? withoutLogin(value) : value)
  const opened = mapValues(proxies, (ofDaemon) => {
    if (isRecord(ofDaemon)) return mapValues(ofDaemon, open)
    return typeof ofDaemon === 'string' ? undefined : ofDaemon
  })
  return JSON.stringify(opened) === JSON.stringify(proxies) ? config : { ...config, proxies: opened }
}

/** The address of a proxy without its login: up to the last `@`, since a password may hold one, and a host cannot. */
export const withoutLogin = (address: string): string =>
  address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1')

function mapValues(
  record: Readonly<Record<string, unknown>>,
  change: (value: unknown) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
