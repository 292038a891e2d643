import { planEndpoints } from '../../../aws/trusted-endpoints.ts'
import type { Problem } from '../../../errors/errors.ts'
import { type Judged, sound } from '../../../errors/judged.ts'
import type { AppInputs, ConfigInputs, GitRemote } from '../../../inputs/config-inputs.ts'
import type { KmsKeyArn } from '../../../names/kms-key.ts'
import type { RegistryAccess } from '../../../plan/access.ts'
import type { AppCredential, AppKey } from '../../../plan/config.ts'
import type { Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'
import type { Sessions } from './aws/sessions.ts'
import { impossible, otherApi } from './commit-via.ts'
import { EMPTY_SECRET } from './empty-secret.ts'

/** The sessions of a run that pushes, and the access of its first image, where that is known. */
export interface AwsOfRun {
  readonly sessions: Sessions
  readonly access: RegistryAccess | undefined
}

export interface CredentialOptions {
  readonly inputs: Inputs
  readonly repository: GitRemote
  readonly aws: AwsOfRun | undefined
}

/** The App of the inputs, for the one repository; undefined where something of it is missing. */
export function planApp(
  { inputs, repository, aws }: CredentialOptions,
  source: Source,
): Judged<AppCredential | undefined> {
  const { app, commitAuthor } = inputs.config
  const place = repositoryAt(repository, source)
  const key = planKey({ inputs, aws }, source)
  const problems = [
    ...missing(app),
    ...(app.privateKey && app.kmsKey ? [TWO_KEYS] : []),
    ...(place ? apiProblems(source) : [elsewhere(source)]),
    ...key.problems,
  ]
  if (!app.id || !key.value || !place) return { value: undefined, problems }
  return {
    value: {
      kind: 'app',
      id: app.id,
      key: key.value,
      repository: place,
      ...permissionsOf(inputs.config, aws !== undefined),
      isAuthor: commitAuthor === undefined,
    },
    problems,
  }
}

/**
 * What does not deploy only reads. GitHub docs, "Permissions required for GitHub Apps": with pull requests go their labels (also
 * new ones), assignees, comments and requests for a review; teams alone are of the organisation, whose members the App must read.
 */
function permissionsOf(
  { delivery, pullRequest }: ConfigInputs,
  deploys: boolean,
): Pick<AppCredential, 'permissions' | 'wished'> {
  if (!deploys) return { permissions: { contents: 'read' }, wished: {} }
  if (delivery !== 'pull-request') return { permissions: { contents: 'write' }, wished: {} }
  const asksTeams = pullRequest !== undefined && pullRequest.teamReviewers.length > 0
  return {
    permissions: { contents: 'write', pull_requests: 'write' },
    wished: asksTeams ? { members: 'read' } : {},
  }
}

function missing({ id, privateKey, kmsKey }: AppInputs): readonly Problem[] {
  const required = (inputs: readonly string[], message: string, hint: string): Problem => ({
    code: 'INPUT_REQUIRED',
    inputs,
    message,
    hint,
  })
  if (!id) {
    const hint =
      'Set config-app-id to the id or the client id of the App, which are on its page (Settings, Developer settings, GitHub Apps).'
    return [required(['config-app-id'], 'the key of a GitHub App is given, but config-app-id is empty', hint)]
  }
  if (privateKey || kmsKey) return []
  const message = 'config-app-id is set, but neither config-app-private-key nor config-app-kms-key is'
  const hint = `Set config-app-private-key from a secret, or config-app-kms-key to the ARN of the KMS key that holds the key of the App. ${EMPTY_SECRET}`
  return [required(['config-app-private-key', 'config-app-kms-key'], message, hint)]
}

const TWO_KEYS: Problem = {
  code: 'INPUT_INVALID',
  inputs: ['config-app-private-key', 'config-app-kms-key'],
  message: 'both config-app-private-key and config-app-kms-key are set',
  hint: 'Keep one of config-app-private-key and config-app-kms-key. With the key in KMS, delete the secret.',
}

/** An App is of one GitHub host: that of the run, whose API is asked for its tokens. */
function repositoryAt(remote: GitRemote, { serverUrl }: Source): AppCredential['repository'] | undefined {
  const isHere =
    remote.transport === 'slug' ||
    (remote.transport === 'https' && new URL(remote.url).origin === new URL(serverUrl).origin)
  const [owner, name] = (isHere ? remote.slug : undefined)?.split('/') ?? []
  return owner && name ? { owner, name: name.replace(/\.git$/, '') } : undefined
}

const elsewhere = ({ serverUrl }: Source): Problem => ({
  code: 'INPUT_INVALID',
  inputs: ['config-repository', 'config-app-id'],
  message: `config-app-id is set, and config-repository is not the https address of a repository of ${serverUrl}, where the tokens of that App are good`,
  hint: 'Write config-repository as owner/name, if the repository is there. For a repository on another host, use config-token or config-ssh-key in place of the App.',
})

/** What an App signs, and the tokens that it gets, are good at the API of that host alone. */
function apiProblems(source: Source): readonly Problem[] {
  const obstacle = otherApi(source)
  const otherwise = 'config-token or config-ssh-key in place of the App'
  return obstacle ? [impossible(obstacle, { input: 'config-app-id', is: 'set' }, otherwise)] : []
}

interface KeyOptions {
  readonly inputs: Inputs
  readonly aws: AwsOfRun | undefined
}

function planKey({ inputs, aws }: KeyOptions, source: Source): Judged<AppKey | undefined> {
  const { privateKey, kmsKey } = inputs.config.app
  if (privateKey) return sound({ kind: 'pem', pem: privateKey })
  if (!kmsKey) return sound(undefined)
  const problems = accountProblems(kmsKey, inputs)
  if (!aws) return { value: { kind: 'kms', key: kmsKey, access: undefined }, problems }
  aws.sessions.of(inputs.roleToAssume, { signs: [kmsKey.arn] })
  if (!aws.access) return { value: { kind: 'kms', key: kmsKey, access: undefined }, problems }
  const access = planSigning(aws.access, inputs, source)
  return {
    value: { kind: 'kms', key: kmsKey, access: access.value },
    problems: [...problems, ...access.problems],
  }
}

/** The same session as that of the image; KMS is asked where its own variable says. */
function planSigning(access: RegistryAccess, inputs: Inputs, source: Source): Judged<RegistryAccess> {
  const endpoints = planEndpoints(access.registry, { inputs, source, services: ['KMS'] })
  return { value: { ...access, endpoints: endpoints.value }, problems: endpoints.problems }
}

function accountProblems(key: KmsKeyArn, inputs: Inputs): readonly Problem[] {
  const { roleToAssume: role, allowedAccountIds, images } = inputs
  const own = role ? [role.account] : images.flatMap(({ registry }) => registry?.account ?? [])
  const whose = role ? `role-to-assume is in account ${role.account}` : 'no registry of this step is in it'
  const mismatch = (message: string, hint: string): Problem => ({
    code: 'ACCOUNT_MISMATCH',
    inputs: ['config-app-kms-key'],
    message: `config-app-kms-key ${key.arn} is in ${message}`,
    hint,
  })
  if (role && role.partition !== key.partition) {
    const message = `partition ${key.partition}, but role-to-assume is in partition ${role.partition}`
    return [mismatch(message, 'Give a role and a key of one partition.')]
  }
  if ([...own, ...allowedAccountIds].includes(key.account)) return []
  return [
    mismatch(
      `account ${key.account}, but ${whose}`,
      `Correct config-app-kms-key or role-to-assume; if the key of the other account is meant, add "${key.account}" to allowed-account-ids, and let its key policy name the role.`,
    ),
  ]
}
