/**
 * Variables that no child process needs: inputs hold secrets, and with the request token anybody could mint an OIDC
 * token of this job. Of git's own only those stay that say where its configuration and certificates are.
 */
const WITHHELD =
  /^(?:INPUT_|STATE_|ACTIONS_ID_TOKEN_REQUEST_|SSH_ASKPASS$|GIT_(?!SSL_CA|EXEC_PATH$|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)$))/

const confined = new Set<string>()

/** From now on these variables, which hold secrets, reach only the children that are given them. */
export function confine(variables: readonly string[]): void {
  for (const variable of variables) confined.add(variable)
}

/** This process's environment as a child may see it. */
export function childEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !WITHHELD.test(name) && !confined.has(name),
  )
  return { ...Object.fromEntries(inherited), ...extra }
}
