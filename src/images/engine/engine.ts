import type { EngineName } from '../../inputs/build-inputs.ts'
import type { BuildPlan } from '../../plan/build.ts'
import type { Environment } from '../../runner/environment.ts'
import type { Secrets } from '../../runner/secrets.ts'
import type { Watch } from '../../runner/waiting.ts'
import type { EngineLogins } from './login/write-docker-config.ts'

export interface BuildRequest {
  /** Of the image, for people who wait for it. */
  readonly name: string
  readonly plan: BuildPlan
  /** Where to push to; undefined: build only. */
  readonly push: { readonly reference: string; readonly insecure: boolean } | undefined
  readonly logins: EngineLogins
  /** A folder for what the engine writes beside the image. */
  readonly scratch: string
  /** When the commit was made, in seconds; undefined where git does not know. */
  readonly commitTime: number | undefined
  readonly environment: Environment
  readonly secrets: Secrets
  readonly onLine: (line: string) => void
  /** Called when the engine has begun to push what it has built. */
  readonly onPush: () => void
  readonly watch: Watch
  readonly signal: AbortSignal
}

/** What became of one run of the engine. A failed build is a value: what it means is decided with the registry. */
export type BuildOutcome =
  | {
      readonly ok: true
      /** As the engine reports it after a push; the registry has the last word. */
      readonly digest: string | undefined
    }
  | {
      readonly ok: false
      readonly stage: 'build' | 'push'
      readonly output: readonly string[]
    }

export interface Engine {
  readonly name: EngineName
  /** As it says itself, where what it can read of a Dockerfile depends on it alone. */
  readonly version?: string | undefined
  /** Builds, and pushes when asked to. `from: 'push'` is a repetition after a good build. */
  run(request: BuildRequest, from: 'build' | 'push'): Promise<BuildOutcome>
}
