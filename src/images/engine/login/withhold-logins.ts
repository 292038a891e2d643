import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord, jsonObject } from '../../../names/text.ts'
import type { DockerConfig, EngineLogins } from './docker-config.ts'
import { withoutLogins } from './proxies.ts'

/** Takes every login out of the configuration of our own, for files that may be anybody's. */
export async function withholdLogins({ env, authFile }: EngineLogins): Promise<void> {
  const path = join(env.DOCKER_CONFIG, 'config.json')
  const config = strangersConfig(jsonObject(await readFile(path, 'utf8')))
  await writeFile(path, JSON.stringify(config), { mode: 0o600 })
  await writeFile(authFile, JSON.stringify({ auths: {} }), { mode: 0o600 })
}

/** A name that nobody can have (RFC 6761). */
const NOBODY = 'withheld.invalid'

/**
 * Proxies stay without their passwords: docker makes build arguments of them. One entry stays in `auths`, and names
 * nobody: without any, docker looks for a credential store of the system by itself (docker CLI, `DetectDefaultStore`).
 */
export function strangersConfig(config: DockerConfig): DockerConfig {
  const { credsStore: _store, credHelpers: _helpers, proxies, ...rest } = config
  return {
    ...rest,
    ...(isRecord(proxies) ? { proxies: withoutLogins(proxies) } : {}),
    auths: { [NOBODY]: {} },
  }
}
