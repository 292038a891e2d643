/** What a run may hand to the files that it builds, besides the checkout itself. docs/builds.md has it as a table. */
export interface Allowance {
  /** `secrets`, `secret-envs`, `secret-files`, and build arguments that look like one. */
  readonly secrets: boolean
  /** Agent and keys of `ssh`. */
  readonly ssh: boolean
  /** `login-registries`. */
  readonly stepLogins: boolean
  /** What the docker configuration and that of buildah have of logins and credential helpers. */
  readonly runnerLogins: boolean
  /** Caches whose attributes hold a token or keys: a frontend that the Dockerfile names reads them. */
  readonly cacheCredentials: boolean
  /** Variables of the job that look like a secret, and passwords of proxies. */
  readonly environment: boolean
  /** An engine whose version has a known way out of the build. */
  readonly weakEngine: boolean
  /** A builder of another machine, where other runs meet what this one leaves. */
  readonly sharedBuilder: boolean
}
