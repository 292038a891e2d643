import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord, jsonObject } from '../json.ts'
import { withoutLogins } from './proxy-login.ts'

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
