import type { Problem } from '../../errors/errors.ts'
import * as aws from '../../inputs/aws-fields.ts'
import * as fields from '../../inputs/fields.ts'
import { InputReader, type InputSource } from '../../inputs/reader.ts'
import type { RoleArn } from '../../names/host.ts'
import {
  allowedRegistry,
  type ExpectedImages,
  expectedImages,
  fieldPath,
  file,
  fileInside,
  glob,
  type RuleSetting,
  ruleSetting,
  tagGlob,
} from './plan/fields.ts'
import type { AllowedRegistry } from './plan/settings.ts'

/** What an input and the file of settings may both say; undefined, or an empty list, where it is not said. */
export interface Shared {
  readonly registries: readonly AllowedRegistry[]
  readonly roleAccounts: readonly string[]
  readonly placeholderAccounts: readonly string[]
  readonly rules: readonly RuleSetting[]
  readonly ignore: readonly string[]
  readonly baseline: string | undefined
  readonly changedOnly: 'auto' | 'true' | 'false' | undefined
  readonly failOn: FailOn | undefined
  readonly fix: 'off' | 'safe' | 'all' | undefined
  readonly fixAs: FixAs | undefined
  readonly sarif: string | undefined
  readonly json: string | undefined
  readonly junit: string | undefined
}

export type FailOn = 'error' | 'warning' | 'never'
export type FixAs = 'files' | 'patch' | 'suggestions' | 'pull-request'

/** What inputs alone say: where to look, and with whose rights. */
export interface Inputs extends Shared {
  readonly path: string
  /** One for each account that is asked; the first one for all others. */
  readonly roles: readonly RoleArn[]
  readonly githubToken: string | undefined
}

/** What the file of settings alone says. */
export interface FileSettings extends Shared {
  readonly mutableTags: readonly string[]
  readonly extraImagePaths: readonly string[]
  readonly productionPaths: readonly string[]
  readonly nodesPullWithRole: boolean | undefined
  readonly expectedImages: readonly ExpectedImages[]
}

export interface Parsed<T> {
  readonly inputs: T
  readonly problems: readonly Problem[]
}

/** Every input, read once. Rules are known by name before one is read. */
export function parseInputs({ read, prefix, kind }: InputSource, rules: readonly string[]): Parsed<Inputs> {
  const reader = new InputReader(read, prefix, kind)
  const inputs: Inputs = {
    path: reader.one('path', fields.text) ?? '.',
    ...sharedFrom(reader, { rules, path: file }),
    roles: reader.list('role-to-assume', aws.roleArn),
    githubToken: reader.one('github-token', fields.secret),
  }
  return { inputs, problems: reader.problems }
}

export function parseFileSettings(reader: InputReader, rules: readonly string[]): FileSettings {
  return {
    ...sharedFrom(reader, { rules, path: fileInside }),
    mutableTags: reader.list('mutable-tags', tagGlob, 'patterns'),
    extraImagePaths: reader.list('extra-image-paths', fieldPath, 'patterns'),
    productionPaths: reader.list('production-paths', glob, 'patterns'),
    nodesPullWithRole: reader.one('nodes-pull-with-role', fields.flag),
    expectedImages: reader.list('expected-images', expectedImages, 'names'),
  }
}

interface Reading {
  readonly rules: readonly string[]
  readonly path: fields.Parser<string>
}

function sharedFrom(reader: InputReader, { rules, path }: Reading): Shared {
  return {
    registries: reader.list('allowed-registries', allowedRegistry),
    roleAccounts: reader.list('allowed-role-accounts', aws.accountId),
    placeholderAccounts: reader.list('placeholder-accounts', fields.text),
    rules: reader.list('rules', ruleSetting(rules)),
    ignore: reader.list('ignore', glob, 'patterns'),
    baseline: reader.one('baseline', path),
    changedOnly: reader.one('changed-only', fields.oneOf('auto', 'true', 'false')),
    failOn: reader.one('fail-on', fields.oneOf('error', 'warning', 'never')),
    fix: reader.one('fix', fields.oneOf('off', 'safe', 'all')),
    fixAs: reader.one('fix-as', fields.oneOf('files', 'patch', 'suggestions', 'pull-request')),
    sarif: reader.one('sarif', path),
    json: reader.one('json', path),
    junit: reader.one('junit', path),
  }
}
