import type { Problem } from '../../../../errors/errors.ts'
import type { BuildInputs } from '../../../../inputs/build-inputs.ts'
import type { Source } from '../../../../source/source.ts'
import { EMPTY_SECRET } from '../empty-secret.ts'

export interface BuildJudgement {
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
}

/** What the inputs of a build ask for, against what the environment has. */
export function judgeBuild(build: BuildInputs, source: Source, push: boolean): BuildJudgement {
  const empty = emptySecrets(build, source)
  // What is pushed may be deployed, so it is not built without what it needs.
  const untrusted = seesNoSecrets(source) && !push
  return {
    problems: [
      ...(untrusted ? [] : empty.map(({ problem }) => problem)),
      ...repeatedIds(build),
      ...missingAgent(build, source),
      ...publishedLogins(build),
    ],
    warnings: [
      ...(untrusted
        ? empty.map(({ id }) => `Built without the secret ${id}: this run gets no secrets.`)
        : []),
      ...secretLookingArgs(build),
      ...missingCacheToken(build, source),
    ],
  }
}

/** GitHub hands out empty secrets there (GitHub docs, "Using secrets in GitHub Actions"). */
const seesNoSecrets = (source: Source): boolean => source.fromFork || source.fromDependabot

function emptySecrets(
  { secrets, secretEnvs }: BuildInputs,
  { environment }: Source,
): readonly { readonly id: string; readonly problem: Problem }[] {
  const values = secrets.filter(({ value }) => value.trim() === '')
  const unset = secretEnvs.filter(({ variable }) => !environment.has(variable))
  return [
    ...values.map(({ id }) => ({
      id,
      problem: required('secrets', {
        message: `secrets gives ${id} no value`,
        hint: `Set the secret that ${id} is taken from in the settings of the repository or the environment of the job (for Dependabot's runs among its own secrets), or take ${id} out of the input secrets. ${EMPTY_SECRET}`,
      }),
    })),
    ...unset.map(({ id, variable }) => ({
      id,
      problem: required('secret-envs', {
        message: `secret-envs takes ${id} from the variable ${variable}, which is unset or empty`,
        hint: `Set ${variable} in env of this step, or correct the input secret-envs. ${EMPTY_SECRET}`,
      }),
    })),
  ]
}

const required = (input: string, text: Pick<Problem, 'message' | 'hint'>): Problem => {
  return { code: 'INPUT_REQUIRED', inputs: [input], ...text }
}

/** The engine would take one of them without a word. */
function repeatedIds({ secrets, secretEnvs, secretFiles }: BuildInputs): readonly Problem[] {
  const ids = [...secrets, ...secretEnvs, ...secretFiles].map(({ id }) => id)
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
  return [...repeated].map((id) => ({
    code: 'INPUT_INVALID',
    inputs: ['secrets', 'secret-envs', 'secret-files'],
    message: `the secret ${id} is given more than once`,
    hint: `Name ${id} once among the inputs secrets, secret-envs and secret-files.`,
  }))
}

function missingAgent({ ssh }: BuildInputs, { environment }: Source): readonly Problem[] {
  const agents = ssh.filter((entry) => !entry.includes('='))
  if (agents.length === 0 || environment.has('SSH_AUTH_SOCK')) return []
  return [
    required('ssh', {
      message: `ssh is ${agents.join(', ')}, but there is no agent: SSH_AUTH_SOCK is not set`,
      hint: `Start an agent before this step (webfactory/ssh-agent does), or give a key file: ssh: ${agents[0]}=path.`,
    }),
  ]
}

const SECRET_NAME = /token|password|passwd|secret|api_?key|private_?key/i

const nameOf = (argument: string): string => argument.slice(0, argument.indexOf('='))

/** Whether the name of a build argument says that its value is none to hand out. */
export const looksSecret = (argument: string): boolean => SECRET_NAME.test(nameOf(argument))

function secretLookingArgs({ buildArgs }: BuildInputs): readonly string[] {
  return buildArgs
    .filter(looksSecret)
    .map(nameOf)
    .map(
      (name) =>
        `The build argument ${name} looks like a secret, and build-args are kept in the image: use the input secrets and RUN --mount=type=secret.`,
    )
}

/** The runner gives the token to actions only; buildx leaves the cache out without it, and says nothing. */
function missingCacheToken({ cache }: BuildInputs, { environment }: Source): readonly string[] {
  return cache?.kind === 'gha' && !environment.has('ACTIONS_RUNTIME_TOKEN')
    ? ['cache is gha, but ACTIONS_RUNTIME_TOKEN is not set on this runner: built without a cache.']
    : []
}

/** Whether the provenance has the build arguments in it: BuildKit leaves them out only with `mode=min` (its docs/attestations). */
export function publishesArgs({ provenance }: Pick<BuildInputs, 'provenance'>): boolean {
  if (provenance === undefined) return false
  const modes = [...provenance.matchAll(/(?:^|,)mode=([^,]*)/g)]
  return modes.at(-1)?.[1] !== 'min'
}

/** Of a build argument, the address of a proxy with a login. Predefined arguments are in no image, so a login is at home there, until provenance publishes it (Docker docs, "ARG"). */
export const PROXY_LOGIN = /^(\w*_proxy)=.*@/is

/** Logins of proxies that would be published. */
export function publishedLogins(build: BuildInputs): readonly Problem[] {
  if (!publishesArgs(build)) return []
  const names = build.buildArgs.flatMap((argument) => PROXY_LOGIN.exec(argument)?.[1] ?? [])
  return names.map((name) => ({
    code: 'INPUT_INVALID',
    inputs: ['build-args', 'provenance'],
    message: `build-args gives ${name} a login, and provenance publishes build-args to whoever may pull the image`,
    hint: 'Set provenance: mode=min, which leaves build-args out, or take the login out of the address of the proxy.',
  }))
}
