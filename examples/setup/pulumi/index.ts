import * as aws from '@pulumi/aws'
import * as github from '@pulumi/github'
import * as pulumi from '@pulumi/pulumi'
import * as tls from '@pulumi/tls'
import * as policies from './policies.ts'
import { problemsOf, type Settings } from './settings.ts'

const config = new pulumi.Config()
const list = (name: string, otherwise: string[]) => config.getObject<string[]>(name) ?? otherwise

const settings: Settings = {
  accountId: config.require('accountId'),
  region: config.require('region'),
  githubOwner: config.require('githubOwner'),
  githubOwnerId: config.require('githubOwnerId'),
  configRepository: config.require('configRepository'),
  services: config.requireObject<Settings['services']>('services'),
  sharedRole: config.getBoolean('sharedRole') ?? false,
  trustedRuns: list('trustedRuns', ['ref:refs/heads/main', 'ref:refs/tags/v*']),
  stepCreatesRepositories: config.getBoolean('stepCreatesRepositories') ?? false,
  pullAccountIds: list('pullAccountIds', []),
  nodeRoles: list('nodeRoles', []),
  pullRegistries: list('pullRegistries', []),
  appKeyAdministrators: list('appKeyAdministrators', []),
  createOidcProvider: config.getBoolean('createOidcProvider') ?? true,
}
const problems = problemsOf(settings)
if (problems.length > 0) throw new Error(problems.join('\n'))

const { accountId, region, githubOwner, services } = settings

// Pulumi refuses to run with credentials of another account.
const inAws = {
  provider: new aws.Provider('aws', { region: region as aws.Region, allowedAccountIds: [accountId] }),
}
// The token needs "Administration" on the config repository, for its deploy key, and "Secrets" on the services.
const inGitHub = { provider: new github.Provider('github', { owner: githubOwner }) }

// IAM takes a trust policy only when the provider that it names is there.
const dependsOn = settings.createOidcProvider
  ? [
      new aws.iam.OpenIdConnectProvider(
        'github',
        { url: `https://${policies.ISSUER}`, clientIdLists: [policies.AUDIENCE] },
        inAws,
      ),
    ]
  : []

const deployRoles = policies.rolesOf(settings).map((one) => {
  const { name, members } = one
  const role = new aws.iam.Role(
    name,
    {
      name: `${name}-deploy`,
      description: `Pushes images of ${githubOwner}: ${members.map(([service]) => service).join(', ')}`,
      assumeRolePolicy: policies.trustPolicy(settings, one),
    },
    { ...inAws, dependsOn },
  )
  const policy = policies.rolePolicy(settings, one)
  new aws.iam.RolePolicy(name, { name: 'push', role: role.name, policy }, inAws)
  return { role, members }
})
const roleArns = deployRoles.flatMap(({ role, members }) =>
  members.map(([service]) => [service, role.arn] as const),
)

// The key of a GitHub App, without its material: that is imported by hand (docs/setup.md), and never in a state.
if (policies.hasAppKey(settings)) {
  const key = new aws.kms.ExternalKey(
    'app',
    {
      description: `Private key of the GitHub App that writes to ${settings.configRepository}`,
      keySpec: 'RSA_2048',
      keyUsage: 'SIGN_VERIFY',
      policy: policies.appKeyPolicy(settings),
    },
    // KMS takes a key policy only when the roles that it names are there. A key that is made anew is empty.
    { ...inAws, dependsOn: deployRoles.map(({ role }) => role), protect: true },
  )
  new aws.kms.Alias('app', { name: policies.APP_KEY_ALIAS, targetKeyId: key.id }, inAws)
}

for (const role of settings.nodeRoles) {
  const policy = policies.nodePolicy(settings)
  new aws.iam.RolePolicy(`pull-${role}`, { name: 'pull-images', role, policy }, inAws)
}

const names = policies.repositoriesOf(Object.entries(services))
for (const name of settings.stepCreatesRepositories ? [] : names) {
  const { name: repository } = new aws.ecr.Repository(
    name,
    { name, imageTagMutability: 'IMMUTABLE', imageScanningConfiguration: { scanOnPush: true } },
    inAws,
  )
  new aws.ecr.LifecyclePolicy(name, { repository, policy: policies.LIFECYCLE_POLICY }, inAws)
  if (settings.pullAccountIds.length > 0) {
    const policy = policies.pullPolicy(settings.pullAccountIds)
    new aws.ecr.RepositoryPolicy(name, { repository, policy }, inAws)
  }
}

// The credential for the config repository, one a service, so that each can be taken back alone. Leave the loop out when
// the workflows have a config-token. The private keys are in the state too, encrypted: keep that as closed as the secrets.
for (const service of Object.keys(services)) {
  const key = new tls.PrivateKey(service, { algorithm: 'ED25519' })
  new github.RepositoryDeployKey(
    service,
    {
      repository: settings.configRepository,
      title: `ecr-gitops-deploy of ${service}`,
      key: key.publicKeyOpenssh,
      readOnly: false,
    },
    inGitHub,
  )
  new github.ActionsSecret(
    service,
    { repository: service, secretName: 'CONFIG_SSH_KEY', value: key.privateKeyOpenssh },
    inGitHub,
  )
}

// What an inventory reads: pulumi stack output --json

/** The ECR host that the step pushes to. */
export const registry = policies.registryOf(settings)
/** What an overlay gets as `newName`, by the name of the ECR repository. */
export const repositories = Object.fromEntries(names.map((name) => [name, `${registry}/${name}`]))
/** The input `config-app-kms-key`; undefined where no key is made. */
export const appKey = policies.hasAppKey(settings) ? policies.appKeyArn(settings) : undefined
/** The input `role-to-assume`, by service. */
export const roles = Object.fromEntries(roleArns)
