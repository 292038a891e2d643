import { expect, test } from 'vitest'
import { inputsOf } from '../../builders.ts'

const HOST = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'
const TEXT = ['has a line break or control character', 'one line of plain text'] as const
const OPTION = 'begins with "-", which the engine would read as an option'

/** Inputs of YAML lead to their examples in words of their own. */
const EXAMPLE: Readonly<Record<string, string>> = { 'create-repository': 'Write create-repository as in' }

test.each<[name: string, given: string, mistake: string, example: string]>([
  [
    'role-to-assume',
    'gitops-deploy',
    'is not the full ARN of an IAM role',
    'arn:aws:iam::465002806239:role/gitops-deploy',
  ],
  ['aws-region', 'sydney', 'is not an AWS region', 'ap-southeast-2'],
  ['allowed-account-ids', 'acme', 'is not 12 digits', '"012345678901"'],
  ['login-registries', 'ghcr.io', 'is not the host name of a private ECR registry', HOST],
  [
    'role-session-name',
    'a b',
    'is not 2 to 64 characters of letters, digits and _+=,.@-',
    'identity-service-deploy',
  ],
  ['role-duration-seconds', '1h', 'is not a whole number from 900 to 43200', '900'],
  ['audience', 'a\u0007', ...TEXT],
  ['aws-credentials', 'keys', 'is not one of oidc, ambient', 'oidc'],
  ['name', 'a\u0007', ...TEXT],
  [
    'repository',
    'Identity',
    'is not an ECR repository name (lower case, digits, . _ - and /)',
    'kubeadm_ec2_cluster/identity-service',
  ],
  ['registry', 'ghcr.io', 'is not the host name of a private ECR registry', HOST],
  ['tag', 'a\u0007', ...TEXT],
  ['source-repository', 'acme', 'is not owner/name', 'acme/identity-service'],
  ['paths', '/services', 'is not a path from the root of the repository', 'services/api/**'],
  ['overlays', 'a\u0007', ...TEXT],
  ['context', '-f', OPTION, './-f'],
  ['file', '-f', OPTION, './-f'],
  ['target', 'a\u0007', ...TEXT],
  ['platforms', 'arm', 'is not a platform', 'linux/amd64'],
  ['build-args', 'A', 'is not of the form NAME=value', 'NODE_VERSION=24'],
  ['labels', 'a', 'is not of the form name=value', 'com.example.team=payments'],
  ['no-cache', 'yes', 'is not a boolean', 'true'],
  ['network', 'a\u0007', ...TEXT],
  ['ssh', 'a=', 'is not of the form default, ID or ID=path', 'default'],
  ['build-contexts', 'shared', 'is not of the form name=value', 'shared=libs/shared'],
  ['trusted-paths', 'opt/shared', 'is not an absolute path', '/opt/shared'],
  ['cache', 's3', 'is neither gha nor ecr:<repository>', 'ecr:kubeadm_ec2_cluster/build-cache'],
  ['cache-from', 'a\u0007', ...TEXT],
  ['cache-to', 'a\u0007', ...TEXT],
  ['provenance', 'max', 'is neither a boolean nor attributes', 'mode=max'],
  ['sbom', 'yes', 'is neither a boolean nor attributes', 'true'],
  ['compression', 'brotli', 'begins with none of gzip, zstd and estargz', 'zstd,level=3,force'],
  ['build', 'always', 'is not one of auto, never', 'auto'],
  ['push', 'yes', 'is not one of auto, true, false', 'auto'],
  ['engine', 'podman', 'is not one of buildx, buildah, docker', 'buildx'],
  ['builder', '-b', OPTION, './-b'],
  ['max-parallel', '0', 'is not a whole number from 1 to 100', '1'],
  [
    'trusted-frontends',
    'docker/dockerfile@sha256:1',
    'is not the reference of an image',
    'docker/dockerfile:1',
  ],
  ['share-builder', 'yes', 'is not a boolean', 'true'],
  [
    'create-repository',
    'yes',
    'is neither a boolean, on-push nor a map',
    '{ kms-key: alias/ecr, tags: { team: payments }, exclude: [sha256-*] }',
  ],
  ['pull-accounts', 'acme', 'is not 12 digits', '"012345678901"'],
  ['require-clean', 'yes', 'is not a boolean', 'true'],
  ['config-repository', 'acme', 'is neither owner/name nor a git URL', 'acme/platform-config'],
  ['config-branch', 'a b', 'is not a branch name', 'main'],
  ['deploy-refs', '!main', 'begins with "!"; patterns only add refs', 'release/*'],
  ['pin', 'sha', 'is not one of tag, digest, both', 'tag'],
  // Whoever sets one of these wants it to be another than the default.
  ['delivery', 'pr', 'is not one of pull-request, push', 'pull-request'],
  ['chart-version', 'true', 'is not one of patch, off', 'patch'],
  ['retarget', 'yes', 'is not a boolean', 'true'],
  ['on-stale', 'ask', 'is not one of skip, fail, write', 'skip'],
  ['on-diverged', 'ask', 'is not one of default-branch, write, skip, fail', 'default-branch'],
  ['create-missing', 'yes', 'is not a boolean', 'true'],
  ['render-check', 'on', 'is not one of auto, require, off', 'auto'],
  ['commit-message', 'a\u0007', ...TEXT],
  ['commit-author', 'deploy-bot', 'is not of the form Name <address>', 'deploy-bot <deploy-bot@example.com>'],
  ['dry-run', 'yes', 'is not a boolean', 'true'],
])('%s: %j is reported with what is right, which is itself accepted', (name, given, mistake, example) => {
  expect(inputsOf({ [name]: given }).problems).toEqual([
    {
      code: 'INPUT_INVALID',
      inputs: [name],
      message: `${name} is "${given.replace('\u0007', ' ')}", which ${mistake}`,
      hint: `${EXAMPLE[name] ?? `Give the input ${name} a value such as`}: ${example}`,
    },
  ])
  const asYamlReadsIt = example.replaceAll('"', '')
  expect(inputsOf({ [name]: asYamlReadsIt }).problems).toEqual([])
})

test.each<[name: string, given: string, mistake: string, example: string]>([
  [
    'secrets',
    'the-value-itself',
    'is refused: line 1 is not of the form ID=value',
    `npm_token=\${{ secrets.NPM_TOKEN }}; where the value spans lines, with quotation marks around the whole entry: "ID=value"`,
  ],
  [
    'secret-envs',
    'the-value-itself',
    'has a line that is not of the form ID=VARIABLE',
    'npm_token=NPM_TOKEN',
  ],
  ['secret-files', 'the-value-itself', 'has a line that is not of the form ID=path', 'npmrc=.npmrc'],
  [
    'cache-to',
    'token=the-value-itself',
    'holds a credential, which every process could read; buildx takes it from AWS_* variables',
    'type=s3,region=ap-southeast-2,bucket=build-cache',
  ],
  [
    'config-repository',
    'https://the-value-itself@github.com/acme/x',
    'holds a credential: that goes in config-token',
    'acme/platform-config',
  ],
])('%s is reported without a value that may be a secret', (name, given, mistake, example) => {
  expect(inputsOf({ [name]: given }).problems).toEqual([
    {
      code: 'INPUT_INVALID',
      inputs: [name],
      message: `${name} ${mistake}`,
      hint: `Give the input ${name} a value such as: ${example}`,
    },
  ])
})
