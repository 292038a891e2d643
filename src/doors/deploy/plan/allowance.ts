import type { Allowance } from '../../../plan/build.ts'
import type { Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'

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
