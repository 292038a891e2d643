import type { Problem } from '../errors.ts'
import type { RoleArn } from '../identity/role-arn.ts'
import type { AccountId } from '../registry/host.ts'
import * as aws from './aws-fields.ts'
import { endpointHost } from './endpoint-host.ts'
import { type EngineInputs, parseEngineInputs } from './engine-inputs.ts'
import * as fields from './fields.ts'
import { type ImageList, parseImages } from './images.ts'
import { InputReader, type ReadInput, readOnce } from './reader.ts'
import { type GitRemote, gitRemote } from './remote.ts'

/** Every input, read once. A field is undefined when the input is empty, or when it was refused. */
export interface Inputs {
  readonly roleToAssume: RoleArn | undefined
  readonly awsRegion: string | undefined
  readonly allowedAccountIds: readonly AccountId[]
  readonly loginRegistries: readonly aws.LoginRegistry[]
  readonly roleSessionName: string | undefined
  readonly roleDurationSeconds: number
  readonly audience: string | undefined
  readonly awsCredentials: 'oidc' | 'ambient'
  /** `host` or `host:port`, as a URL has them. */
  readonly trustedEndpoints: readonly string[]
  readonly images: ImageList
  readonly build: 'auto' | 'never'
  readonly push: 'auto' | 'true' | 'false'
  readonly engine: EngineInputs
  readonly createRepository: boolean
  /** Accounts that may pull from a repository that this step creates. */
  readonly pullAccounts: readonly AccountId[]
  readonly requireClean: boolean
  readonly config: ConfigInputs
  readonly githubToken: string | undefined
  readonly dryRun: boolean
}

export interface ConfigInputs {
  readonly repository: GitRemote | undefined
  readonly branch: string | undefined
  readonly token: string | undefined
  readonly sshKey: string | undefined
  readonly sshKnownHosts: string | undefined
  readonly deployRefs: readonly string[]
  readonly pin: 'tag' | 'digest' | 'both'
  readonly retarget: boolean
  readonly onStale: 'skip' | 'fail' | 'write'
  readonly onDiverged: 'default-branch' | 'write' | 'skip' | 'fail'
  readonly createMissing: boolean
  readonly renderCheck: 'auto' | 'require' | 'off'
  readonly commitMessage: string | undefined
  readonly commitAuthor: { readonly name: string; readonly email: string } | undefined
}

export interface ParsedInputs {
  readonly inputs: Inputs
  readonly problems: readonly Problem[]
}

export function parseInputs(given: ReadInput): ParsedInputs {
  const read = readOnce(given)
  const reader = new InputReader(read)
  const inputs: Inputs = {
    roleToAssume: reader.one('role-to-assume', aws.roleArn),
    awsRegion: reader.one('aws-region', aws.region),
    allowedAccountIds: reader.list('allowed-account-ids', aws.accountId, 'comma'),
    loginRegistries: reader.list('login-registries', aws.loginRegistry),
    roleSessionName: reader.one('role-session-name', aws.sessionName),
    // AssumeRoleWithWebIdentity, DurationSeconds: 900 s up to the role's own maximum, at most 12 h.
    roleDurationSeconds: reader.one('role-duration-seconds', fields.integer(900, 43_200)) ?? 3600,
    audience: reader.one('audience', fields.text),
    awsCredentials: reader.one('aws-credentials', fields.oneOf('oidc', 'ambient')) ?? 'oidc',
    trustedEndpoints: reader.list('trusted-endpoints', endpointHost),
    images: parseImages(reader, read),
    build: reader.one('build', fields.oneOf('auto', 'never')) ?? 'auto',
    push: reader.one('push', fields.oneOf('auto', 'true', 'false')) ?? 'auto',
    engine: parseEngineInputs(reader),
    createRepository: reader.one('create-repository', fields.flag) ?? false,
    pullAccounts: reader.list('pull-accounts', aws.accountId, 'comma'),
    requireClean: reader.one('require-clean', fields.flag) ?? false,
    config: parseConfigInputs(reader),
    githubToken: reader.one('github-token', fields.secret),
    dryRun: reader.one('dry-run', fields.flag) ?? false,
  }
  return { inputs, problems: reader.problems }
}

function parseConfigInputs(reader: InputReader): ConfigInputs {
  return {
    repository: reader.one('config-repository', gitRemote),
    branch: reader.one('config-branch', fields.branchName),
    token: reader.one('config-token', fields.secret),
    sshKey: reader.one('config-ssh-key', fields.secret),
    sshKnownHosts: reader.one('config-ssh-known-hosts', fields.secret),
    deployRefs: reader.list('deploy-refs', fields.refPattern),
    pin: reader.one('pin', fields.oneOf('tag', 'digest', 'both')) ?? 'tag',
    retarget: reader.one('retarget', fields.flag) ?? false,
    onStale: reader.one('on-stale', fields.oneOf('skip', 'fail', 'write')) ?? 'skip',
    onDiverged:
      reader.one('on-diverged', fields.oneOf('default-branch', 'write', 'skip', 'fail')) ?? 'default-branch',
    createMissing: reader.one('create-missing', fields.flag) ?? false,
    renderCheck: reader.one('render-check', fields.oneOf('auto', 'require', 'off')) ?? 'auto',
    commitMessage: reader.one('commit-message', fields.text),
    commitAuthor: reader.one('commit-author', fields.author),
  }
}
