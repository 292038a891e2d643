// Runs the Pulumi program beside this file with mocks in place of the engine, and looks at what it would make.
import { deepEqual, equal, rejects } from 'node:assert/strict'
import { createRequire } from 'node:module'

const { runtime } = createRequire(import.meta.url)('@pulumi/pulumi')

const CONFIG = {
  accountId: '465002806239',
  region: 'ap-southeast-2',
  githubOwner: 'acme',
  githubOwnerId: '600100',
  serviceRepository: 'identity-service',
  serviceRepositoryId: '700100200',
  configRepository: 'platform-config',
  repositories: '["kubeadm_ec2_cluster/identity-service","shop/web"]',
}

let runs = 0

/** What a stack with this configuration makes: type and inputs. */
async function made(given) {
  const resources = []
  const newResource = ({ type, name, inputs }) => {
    resources.push({ type, inputs })
    return { id: name, state: { privateKeyOpenssh: 'private', publicKeyOpenssh: 'public', ...inputs } }
  }
  await runtime.setMocks({ newResource, call: () => ({}) }, 'setup', 'test')
  runs += 1
  const entries = Object.entries({ ...CONFIG, ...given })
  runtime.setAllConfig(Object.fromEntries(entries.map(([name, value]) => [`setup:${name}`, value])))
  await import(`./index.ts?${runs}`)
  await runtime.disconnect()
  return resources
}

const count = (resources, type) => resources.filter((resource) => resource.type === type).length
const inputsOf = (resources, type) => resources.find((resource) => resource.type === type).inputs

const usual = await made({})
equal(count(usual, 'aws:iam/openIdConnectProvider:OpenIdConnectProvider'), 1)
equal(count(usual, 'aws:ecr/repository:Repository'), 2)
equal(count(usual, 'aws:ecr/lifecyclePolicy:LifecyclePolicy'), 2)
equal(count(usual, 'aws:ecr/repositoryPolicy:RepositoryPolicy'), 0)
equal(inputsOf(usual, 'aws:ecr/repository:Repository').imageTagMutability, 'IMMUTABLE')
equal(inputsOf(usual, 'aws:iam/role:Role').name, 'identity-service-deploy')
const deployKey = inputsOf(usual, 'github:index/repositoryDeployKey:RepositoryDeployKey')
deepEqual([deployKey.repository, deployKey.key, deployKey.readOnly], ['platform-config', 'public', false])
const secret = inputsOf(usual, 'github:index/actionsSecret:ActionsSecret')
deepEqual([secret.repository, secret.secretName], ['identity-service', 'CONFIG_SSH_KEY'])
const provider = inputsOf(usual, 'pulumi:providers:aws')
deepEqual([provider.region, JSON.parse(provider.allowedAccountIds)], ['ap-southeast-2', ['465002806239']])

const shared = await made({ pullAccountIds: '["590184067193"]', createOidcProvider: 'false' })
equal(count(shared, 'aws:iam/openIdConnectProvider:OpenIdConnectProvider'), 0)
equal(count(shared, 'aws:ecr/repositoryPolicy:RepositoryPolicy'), 2)

const left = await made({ stepCreatesRepositories: 'true' })
equal(count(left, 'aws:ecr/repository:Repository'), 0)
equal(inputsOf(left, 'aws:iam/rolePolicy:RolePolicy').policy.includes('ecr:CreateRepository'), true)

await rejects(made({ accountId: '46500280623' }), /accountId: "46500280623" is not right/)
