import type { BuildInputs } from '../../../inputs/build-inputs.ts'
import { type CacheEntry, holdsCredential } from '../../../inputs/cache-entry.ts'
import type { Allowance } from '../../../plan/build.ts'
import type { ImagePlan } from '../../../plan/image.ts'
import type { Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'
import { looksSecret, PROXY_LOGIN } from './build/judgement.ts'

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

interface Granted {
  readonly build: BuildInputs
  /** Inputs that are left out, with what they name; undefined: nothing has to be. */
  readonly withheld: readonly string[] | undefined
}

/** The inputs of a build as its files may have them. */
export function grant(build: BuildInputs, { environment }: Source, may: Allowance): Granted {
  const secrets = may.secrets ? {} : { secrets: [], secretEnvs: [], secretFiles: [] }
  const isPlain = (argument: string) => !looksSecret(argument) && !PROXY_LOGIN.test(argument)
  const buildArgs = may.secrets ? build.buildArgs : build.buildArgs.filter(isPlain)
  const isOpen = (entry: CacheEntry) => may.cacheCredentials || !holdsCredential(entry)
  const granted = {
    ...build,
    ...secrets,
    buildArgs,
    ssh: may.ssh ? build.ssh : [],
    cache: may.cacheCredentials || build.cache?.kind !== 'gha' ? build.cache : undefined,
    cacheFrom: build.cacheFrom.filter(isOpen),
    cacheTo: build.cacheTo.filter(isOpen),
  }
  if (Object.values(may).every((allowed) => allowed)) return { build: granted, withheld: undefined }
  const given = {
    ...build,
    // What is empty was not handed to this run in the first place.
    secrets: build.secrets.filter(({ value }) => value.trim() !== ''),
    secretEnvs: build.secretEnvs.filter(({ variable }) => environment.has(variable)),
  }
  return { build: granted, withheld: missing(namesIn(given), namesIn(granted)) }
}

/** Said where the run has what its files do not get; a fork's own event has little of it to begin with. */
export function withheldNotice(
  images: readonly ImagePlan[],
  { loginRegistries, awsCredentials }: Inputs,
  source: Source,
): readonly string[] {
  const withheld = images.flatMap(({ build }) => build?.withheld ?? [])
  const couldLogIn = awsCredentials === 'ambient' || source.idTokenAvailable
  const isWithheld = images.some(({ build }) => build?.withheld !== undefined)
  const logins = isWithheld && couldLogIn && loginRegistries.length > 0 ? ['login-registries'] : []
  const names = [...new Set([...withheld, ...logins])]
  if (names.length === 0) return []
  const why = source.fromAnybody
    ? `${source.event} does not say whose files are checked out`
    : 'they are of a fork'
  return [`The files of this run may be anybody's (${why}), so they are built without ${names.join(', ')}.`]
}

type Names = Readonly<Record<string, readonly string[]>>

/** What an input names, as a message may repeat it. */
function namesIn(build: BuildInputs): Names {
  return {
    secrets: build.secrets.map(({ id }) => id),
    'secret-envs': build.secretEnvs.map(({ id }) => id),
    'secret-files': build.secretFiles.map(({ id }) => id),
    ssh: build.ssh.map((entry) => entry.replace(/=.*/, '')),
    'build-args': build.buildArgs.map((pair) => pair.replace(/=.*/, '')),
    cache: build.cache?.kind === 'gha' ? ['gha'] : [],
    'cache-from': build.cacheFrom.map(({ type }) => type),
  }
}

function missing(given: Names, granted: Names): readonly string[] {
  return Object.entries(given).flatMap(([input, names]) => {
    const left = names.filter((name) => !granted[input]?.includes(name))
    return left.length === 0 ? [] : [`${input} (${left.join(', ')})`]
  })
}
