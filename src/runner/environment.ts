import { conceal } from './conceal.ts'

/**
 * Inputs hold secrets, with the request token anybody could mint an OIDC token of this job, and with the runtime token
 * write the caches and artifacts of the default branch.
 */
const OF_THIS_STEP = /^(?:INPUT_|STATE_|ACTIONS_ID_TOKEN_REQUEST_|ACTIONS_RUNTIME_TOKEN$)/

/**
 * Variables that no child process needs, or that could make it run something. Of git's own only those stay that say
 * where its configuration and certificates are.
 */
const WITHHELD =
  /^(?:SSH_ASKPASS$|SSLKEYLOGFILE$|GIT_(?!SSL_CA|EXEC_PATH$|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)$))/

const confined = new Set<string>()

const isSecret = (name: string): boolean => OF_THIS_STEP.test(name) || confined.has(name)

/**
 * From now on these variables, which hold secrets, reach only the children that are given them; with the inputs and the
 * tokens of this step they are no longer shown by the kernel.
 * @returns why the kernel still shows them, where it does.
 */
export function confine(variables: readonly string[]): string | undefined {
  for (const variable of variables) confined.add(variable)
  return conceal(isSecret)
}

/** This process's environment as a child may see it. */
export function childEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !WITHHELD.test(name) && !isSecret(name))
  return { ...Object.fromEntries(inherited), ...extra }
}
