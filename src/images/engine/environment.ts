import type { Allowance, BuildPlan } from '../../plan/build.ts'
import { cachesWithCredentials } from '../dockerfile/guard-caches.ts'
import { withoutLogin } from './login/docker-config.ts'

/** Of clouds, of GitHub's services and of agents, whatever they are called besides; a docker client reads logins from one. */
const OF_CREDENTIALS =
  /^(?:ACTIONS_|AWS_|AZURE_|GOOGLE_|SSH_A|DOCKER_AUTH|REGISTRY_AUTH)|TOKEN|SECRET|PASSW|CREDENTIAL|(?:API|ACCESS|PRIVATE)_?KEY/i
const OF_PROXIES = /^(?:HTTPS?|FTP|ALL)_PROXY$/i

/**
 * What is to stand in the place of the job's own variables where the files that are built may not profit from them;
 * undefined takes one out. buildah hands the proxies to RUN steps, and a client may add keys of its environment to caches.
 */
export function overruledVariables(env: NodeJS.ProcessEnv, may: Allowance): NodeJS.ProcessEnv {
  if (may.environment) return {}
  const names = Object.keys(env)
  const proxies = names.filter((name) => OF_PROXIES.test(name))
  const secret = names.filter((name) => OF_CREDENTIALS.test(name))
  return Object.fromEntries([
    ...secret.map((name) => [name, undefined]),
    ...proxies.map((name) => [name, withoutLogin(env[name] ?? '')]),
  ])
}

/** GitHub's token for its cache, which the engine alone is given, and only where a cache asks for one. */
export function cacheToken(plan: BuildPlan, { ACTIONS_RUNTIME_TOKEN }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return cachesWithCredentials(plan).length > 0 ? { ACTIONS_RUNTIME_TOKEN } : {}
}
