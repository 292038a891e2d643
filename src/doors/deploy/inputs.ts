import { dirname } from 'node:path'
import type { Problem } from '../../errors/errors.ts'
import * as aws from '../../inputs/aws-fields.ts'
import { endpointHost } from '../../inputs/aws-fields.ts'
import { type EngineInputs, parseEngineInputs } from '../../inputs/build-inputs.ts'
import { type ConfigInputs, parseConfigInputs } from '../../inputs/config-inputs.ts'
import {
  type CreateRepositoryInput,
  isRepositoryMap,
  parseCreateRepository,
} from '../../inputs/create-repository.ts'
import * as fields from '../../inputs/fields.ts'
import { type ImageList, parseImages } from '../../inputs/images.ts'
import { parseMergeTags } from '../../inputs/merge-inputs.ts'
import { InputReader, type ReadInput, readOnce } from '../../inputs/reader.ts'
import type { ReadYaml } from '../../inputs/yaml-map.ts'
import type { AccountId, RoleArn } from '../../names/host.ts'
import { ignoreFilesIn, ignoreFilesOf } from '../../names/path.ts'
import type { Ingredients } from '../../source/source.ts'

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
  /** Tags of the images that are put together, by a step for one image. */
  readonly mergeTags: readonly string[]
  /** Nothing is built either where an image is put together. */
  readonly build: 'auto' | 'never'
  readonly push: 'auto' | 'true' | 'false'
  readonly engine: EngineInputs
  readonly createRepository: CreateRepositoryInput
  /** Accounts that may pull from a repository that this step creates. */
  readonly pullAccounts: readonly AccountId[]
  readonly requireClean: boolean
  readonly config: ConfigInputs
  readonly githubToken: string | undefined
  /** The environment of the deployment that GitHub is to keep. */
  readonly githubDeployment: string | undefined
  readonly dryRun: boolean
}

export interface ParsedInputs {
  readonly inputs: Inputs
  readonly problems: readonly Problem[]
}

/** Inputs that are YAML, whatever they hold. */
const YAML_INPUTS = ['images', 'replicas', 'pull-request'] as const

/** Whether an input is a text of YAML: its parser takes long to load. */
export const holdsYaml = (given: ReadInput): boolean =>
  YAML_INPUTS.some((name) => given(name).trim() !== '') || isRepositoryMap(given('create-repository').trim())

export function parseInputs(given: ReadInput, readYaml: ReadYaml): ParsedInputs {
  const read = readOnce(given)
  const reader = new InputReader(read)
  const mergeTags = parseMergeTags(reader, read)
  const build = reader.one('build', fields.oneOf('auto', 'never')) ?? 'auto'
  const inputs: Inputs = {
    roleToAssume: reader.one('role-to-assume', aws.roleArn),
    awsRegion: reader.one('aws-region', aws.region),
    allowedAccountIds: reader.list('allowed-account-ids', aws.accountId),
    loginRegistries: reader.list('login-registries', aws.loginRegistry, 'values'),
    roleSessionName: reader.one('role-session-name', aws.sessionName),
    // AssumeRoleWithWebIdentity, DurationSeconds: 900 s up to the role's own maximum, at most 12 h.
    roleDurationSeconds: reader.one('role-duration-seconds', fields.integer(900, 43_200)) ?? 3600,
    audience: reader.one('audience', fields.text),
    awsCredentials: reader.one('aws-credentials', fields.oneOf('oidc', 'ambient')) ?? 'oidc',
    trustedEndpoints: reader.list('trusted-endpoints', endpointHost),
    images: parseImages(reader, read, readYaml),
    mergeTags,
    build: mergeTags.length > 0 ? 'never' : build,
    push: reader.one('push', fields.oneOf('auto', 'true', 'false')) ?? 'auto',
    engine: parseEngineInputs(reader),
    createRepository: reader.keep(parseCreateRepository(read('create-repository').trim(), readYaml)),
    pullAccounts: reader.list('pull-accounts', aws.accountId),
    requireClean: reader.one('require-clean', fields.flag) ?? false,
    config: parseConfigInputs(reader, readYaml),
    githubToken: reader.one('github-token', fields.secret),
    githubDeployment: reader.one('github-deployment', fields.environmentName),
    dryRun: reader.one('dry-run', fields.flag) ?? false,
  }
  return { inputs, problems: reader.problems }
}

/** What the images are made of, as far as inputs say it. */
export function ingredientsOf({ images, build }: Inputs): readonly Ingredients[] {
  return images.map(({ paths, build: { context, file, contexts } }) => ({
    context,
    paths,
    besides: [...(file === undefined ? [] : [dirname(file)]), ...contexts.map(valueIn).filter(isPlace)],
    copied: [
      { folder: context, ignoreFiles: ignoreFilesOf(context, file) },
      ...contexts
        .map(valueIn)
        .filter(isPlace)
        .map((folder) => ({ folder, ignoreFiles: ignoreFilesIn(folder) })),
    ],
    built: build === 'auto',
  }))
}

const valueIn = (pair: string): string => pair.slice(pair.indexOf('=') + 1)

/** All but images and other stages. What is fetched is no folder of a checkout, and as such nobody knows whose it is. */
const isPlace = (value: string): boolean => !/^(?:docker-image:\/\/|target:)/.test(value)
