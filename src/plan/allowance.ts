import type { Inputs } from '../inputs/inputs.ts'
import type { Source } from '../source/source.ts'

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

const EVERYTHING: Allowance = {
  secrets: true,
  ssh: true,
  stepLogins: true,
  runnerLogins: true,
  cacheCredentials: true,
  environment: true,
  weakEngine: true,
  sharedBuilder: true,
}

const NOTHING: Allowance = {
  secrets: false,
  ssh: false,
  stepLogins: false,
  runnerLogins: false,
  cacheCredentials: false,
  environment: false,
  weakEngine: false,
  sharedBuilder: false,
}

/** Files of a fork are anybody's, whatever the event and however much of this GitHub hands to the job. */
export function allowanceOf({ engine }: Inputs, source: Source): Allowance {
  return source.fromFork ? { ...NOTHING, sharedBuilder: engine.shareBuilder } : EVERYTHING
}
