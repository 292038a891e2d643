import * as aws from '@pulumi/aws'
import * as github from '@pulumi/github'
import * as pulumi from '@pulumi/pulumi'
import * as tls from '@pulumi/tls'
import { AUDIENCE, ISSUER, LIFECYCLE_POLICY, pullPolicy, rolePolicy, trustPolicy } from './policies.ts'
import { problemsOf, type Settings } from './settings.ts'

const config = new pulumi.Config()
const list = (name: string, otherwise: string[]) => config.getObject<string[]>(name) ?? otherwise

const settings: Settings = {
  accountId: config.require('accountId'),
  region: config.require('region'),
  githubOwner: config.require('githubOwner'),
  githubOwnerId: config.require('githubOwnerId'),
  serviceRepository: config.require('serviceRepository'),
  serviceRepositoryId: config.require('serviceRepositoryId'),
  configRepository: config.require('configRepository'),
  trustedRuns: list('trustedRuns', ['ref:refs/heads/main', 'ref:refs/tags/v*']),
  repositories: list('repositories', []),
  stepCreatesRepositories: config.getBoolean('stepCreatesRepositories') ?? false,
  pullAccountIds: list('pullAccountIds', []),
  createOidcProvider: config.getBoolean('createOidcProvider') ?? true,
}
const problems = problemsOf(settings)
if (problems.length > 0) throw new Error(problems.join('\n'))

const { accountId, region, serviceRepository } = settings

// Pulumi refuses to run with credentials of another account.
const inAws = {
  provider: new aws.Provider('aws', { region: region as aws.Region, allowedAccountIds: [accountId] }),
}
// The token needs "Administration" on the config repository, for its deploy key, and "Secrets" on the service repository.
const inGitHub = { provider: new github.Provider('github', { owner: settings.githubOwner }) }

// IAM takes a trust policy only when the provider that it names is there.
const dependsOn = settings.createOidcProvider
  ? [
      new aws.iam.OpenIdConnectProvider(
        'github',
        { url: `https://${ISSUER}`, clientIdLists: [AUDIENCE] },
        inAws,
      ),
    ]
  : []

const role = new aws.iam.Role(
  'deploy',
  {
    name: `${serviceRepository}-deploy`,
    description: `Pushes images of ${settings.githubOwner}/${serviceRepository}`,
    assumeRolePolicy: trustPolicy(settings),
  },
  { ...inAws, dependsOn },
)
new aws.iam.RolePolicy('push', { name: 'push', role: role.name, policy: rolePolicy(settings) }, inAws)

for (const name of settings.stepCreatesRepositories ? [] : settings.repositories) {
  const { name: repository } = new aws.ecr.Repository(
    name,
    { name, imageTagMutability: 'IMMUTABLE', imageScanningConfiguration: { scanOnPush: true } },
    inAws,
  )
  new aws.ecr.LifecyclePolicy(name, { repository, policy: LIFECYCLE_POLICY }, inAws)
  if (settings.pullAccountIds.length > 0) {
    new aws.ecr.RepositoryPolicy(name, { repository, policy: pullPolicy(settings.pullAccountIds) }, inAws)
  }
}

// The credential for the config repository. Leave the rest out when the workflow has a config-token.
// The private key is in the state too, encrypted: keep that as closed as the secret itself.
const key = new tls.PrivateKey('config', { algorithm: 'ED25519' })
new github.RepositoryDeployKey(
  'config',
  {
    repository: settings.configRepository,
    title: `ecr-gitops-deploy of ${serviceRepository}`,
    key: key.publicKeyOpenssh,
    readOnly: false,
  },
  inGitHub,
)
new github.ActionsSecret(
  'config',
  { repository: serviceRepository, secretName: 'CONFIG_SSH_KEY', value: key.privateKeyOpenssh },
  inGitHub,
)

/** The input `role-to-assume`. */
export const roleToAssume = role.arn
/** The ECR host that the step pushes to. */
export const registry = `${accountId}.dkr.ecr.${region}.amazonaws.com`
