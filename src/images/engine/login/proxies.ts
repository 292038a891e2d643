import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord, jsonObject } from '../../../names/text.ts'

/**
 * Takes the logins out of the proxies of a docker configuration of our own: docker makes build arguments of them (Docker
 * docs, "Configure the Docker client"). Says whether there were any.
 */
export async function openProxies(dockerFolder: string): Promise<boolean> {
  const path = join(dockerFolder, 'config.json')
  const config = jsonObject(await readFile(path, 'utf8'))
  const { proxies } = config
  const opened = isRecord(proxies) ? withoutLogins(proxies) : proxies
  if (JSON.stringify(opened) === JSON.stringify(proxies)) return false
  await writeFile(path, JSON.stringify({ ...config, proxies: opened }), { mode: 0o600 })
  return true
}

/** The address of a proxy without its login: up to the last `@`, since a password may hold one, and a host cannot. */
export const withoutLogin = (address: string): string =>
  address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1')

/** The `proxies` of a docker configuration, by daemon and by protocol, without logins (Docker docs, "Configure the client"). */
export function withoutLogins(proxies: Proxies): Proxies {
  const open = (value: unknown) => (typeof value === 'string' ? withoutLogin(value) : value)
  return mapValues(proxies, (ofDaemon) => {
    if (isRecord(ofDaemon)) return mapValues(ofDaemon, open)
    return typeof ofDaemon === 'string' ? undefined : ofDaemon
  })
}

type Proxies = Readonly<Record<string, unknown>>

function mapValues(record: Proxies, change: (value: unknown) => unknown): Proxies {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
