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

/** Takes variables out of what the kernel shows of this process. @returns why it still shows them, where it does. */
type Conceal = (isSecret: (name: string) => boolean) => string | undefined

/** The environment of one run, and what of it the children of the run may see. Another run has its own. */
export class Environment {
  /** All of it, secrets too: for this process, and never as it is for a child. */
  readonly variables: NodeJS.ProcessEnv
  readonly #conceal: Conceal
  readonly #confined = new Set<string>()

  constructor(variables: NodeJS.ProcessEnv, conceal: Conceal) {
    this.variables = variables
    this.#conceal = conceal
  }

  /**
   * From now on these variables, which hold secrets, reach only the children that are given them; with the inputs and
   * the tokens of this step they are no longer shown by the kernel.
   * @returns why the kernel still shows them, where it does.
   */
  confine(names: readonly string[]): string | undefined {
    for (const name of names) this.#confined.add(name)
    return this.#conceal((name) => this.#isSecret(name))
  }

  /** The whole environment of a child: what it may see of this one, and what it is given. */
  forChild(given: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const inherited = Object.entries(this.variables).filter(
      ([name]) => !WITHHELD.test(name) && !this.#isSecret(name),
    )
    return { ...Object.fromEntries(inherited), ...given }
  }

  #isSecret(name: string): boolean {
    return OF_THIS_STEP.test(name) || this.#confined.has(name)
  }
}
