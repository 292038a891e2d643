import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord, jsonObject } from '../json.ts'

/**
 * Takes the logins out of the proxies of a docker configuration of our own: docker makes build arguments of them (Docker
 * docs, "Configure the Docker client"). Says whether there were any.
 */
export async function openProxies(dockerFolder: string): Promise<boolean> {
  const path = join(dockerFolder, 'config.json')
  const config = jsonObject(await readFile(path, 'utf8'))
  const { proxies } = config
  const opened = isRecord(proxies) ? mapValues(proxies, withoutLogins) : proxies
  if (JSON.stringify(opened) === JSON.stringify(proxies)) return false
  await writeFile(path, JSON.stringify({ ...config, proxies: opened }), { mode: 0o600 })
  return true
}

const withoutLogins = (proxy: unknown): unknown => (isRecord(proxy) ? mapValues(proxy, withoutLogin) : proxy)

/** Up to the last `@`: a password may hold one, a host cannot. */
const withoutLogin = (address: unknown): unknown =>
  typeof address === 'string' ? address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1') : address

function mapValues(record: Record<string, unknown>, change: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
