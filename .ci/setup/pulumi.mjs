// Runs the Pulumi program beside this file with mocks in place of the engine, and looks at what it would make of the
// configuration that the page argv[2] tells people to set, beside what Terraform makes (the file argv[3]).
import { deepEqual, equal, rejects } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { runtime } = createRequire(import.meta.url)('@pulumi/pulumi')

const page = readFileSync(process.argv[2], 'utf8')
const CONFIG = Object.fromEntries(
  [...page.matchAll(/^pulumi config set (\w+) (?:'([^']*)'|(\S+))$/gm)].map(([, name, quoted, word]) => [
    name,
    quoted ?? word,
  ]),
)

let runs = 0

/** What a stack with this configuration makes: type and inputs, and its outputs. */
async function made(given) {
  const resources = []
  const newResource = ({ type, name, inputs }) => {
    resources.push({ type, inputs })
    const computed = { arn: `arn of ${name}`, privateKeyOpenssh: 'private', publicKeyOpenssh: 'public' }
    return { id: name, state: { ...computed, ...inputs } }
  }
  await runtime.setMocks({ newResource, call: () => ({}) }, 'setup', 'test')
  runs += 1
  const entries = Object.entries({ ...CONFIG, ...given })
  runtime.setAllConfig(Object.fromEntries(entries.map(([name, value]) => [`setup:${name}`, value])))
  const program = await import(`./index.ts?${runs}`)
  await runtime.disconnect()
  const { registry, repositories, appKey } = program
  const arns = Object.entries(program.roles).map(async ([name, arn]) => [name, await arn.promise()])
  return {
    resources,
    outputs: { registry, repositories, appKey, roles: Object.fromEntries(await Promise.all(arns)) },
  }
}

const inputsOf = ({ resources }, type) =>
  resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs)
const count = (stack, type) => inputsOf(stack, type).length
const resourcesIn = ({ policy }) => JSON.parse(policy).Statement.flatMap(({ Resource }) => Resource)

const ROLE_POLICY = 'aws:iam/rolePolicy:RolePolicy'
const HOST = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'
const SERVICES = Object.keys(JSON.parse(CONFIG.services)).toSorted()
const REPOSITORIES = SERVICES.map((name) => `kubeadm_ec2_cluster/${name}`)
equal(SERVICES.length, 6)

const usual = await made({})
equal(count(usual, 'aws:iam/openIdConnectProvider:OpenIdConnectProvider'), 1)
equal(count(usual, 'aws:ecr/lifecyclePolicy:LifecyclePolicy'), 6)
equal(count(usual, 'aws:ecr/repositoryPolicy:RepositoryPolicy'), 6)
const images = inputsOf(usual, 'aws:ecr/repository:Repository')
deepEqual(images.map(({ name }) => name).toSorted(), REPOSITORIES)
deepEqual([...new Set(images.map(({ imageTagMutability }) => imageTagMutability))], ['IMMUTABLE'])
const roles = inputsOf(usual, 'aws:iam/role:Role')
deepEqual(
  roles.map(({ name }) => name).toSorted(),
  SERVICES.map((name) => `${name}-deploy`),
)
const pushes = inputsOf(usual, ROLE_POLICY).filter(({ name }) => name === 'push')
for (const push of pushes) {
  equal(new Set(resourcesIn(push)).size, 3, 'one repository, * to log in, and the keys that have the alias')
}
const keys = inputsOf(usual, 'github:index/repositoryDeployKey:RepositoryDeployKey')
deepEqual(
  [...new Set(keys.map(({ repository, key, readOnly }) => `${repository} ${key} ${readOnly}`))],
  ['platform-config public false'],
)
const secrets = inputsOf(usual, 'github:index/actionsSecret:ActionsSecret')
deepEqual(secrets.map(({ repository, secretName }) => `${repository} ${secretName}`).toSorted(), [
  ...SERVICES.map((name) => `${name} CONFIG_SSH_KEY`),
])
const [provider] = inputsOf(usual, 'pulumi:providers:aws')
deepEqual([provider.region, JSON.parse(provider.allowedAccountIds)], ['ap-southeast-2', ['465002806239']])

const [node, ...more] = inputsOf(usual, ROLE_POLICY).filter(({ name }) => name === 'pull-images')
deepEqual([node.role, more], ['kubeadm-node', []])
deepEqual(resourcesIn(node), [
  '*',
  'arn:aws:ecr:ap-southeast-2:465002806239:repository/*',
  'arn:aws:ecr:us-east-1:709825985650:repository/*',
])

deepEqual(usual.outputs, {
  registry: HOST,
  repositories: Object.fromEntries(REPOSITORIES.map((name) => [name, `${HOST}/${name}`])),
  appKey: 'arn:aws:kms:ap-southeast-2:465002806239:alias/ecr-gitops-deploy-app',
  roles: Object.fromEntries(SERVICES.map((name) => [name, `arn of ${name}`])),
})

/** What both must make alike, in the names of Terraform. */
const terraform = JSON.parse(readFileSync(process.argv[3], 'utf8'))
const parsed = (entries) =>
  Object.fromEntries(entries.map(([name, policy]) => [name, JSON.parse(policy)]).toSorted())
deepEqual(
  parsed(roles.map(({ name, assumeRolePolicy }) => [name, assumeRolePolicy])),
  parsed(terraform.aws_iam_role.map((one) => [one.name, one.assume_role_policy])),
)
for (const [type, ofTerraform, nameOf] of [
  [ROLE_POLICY, terraform.aws_iam_role_policy, ({ role, name }) => `${name} of ${role}`],
  ['aws:ecr/lifecyclePolicy:LifecyclePolicy', terraform.aws_ecr_lifecycle_policy, (one) => one.repository],
  ['aws:ecr/repositoryPolicy:RepositoryPolicy', terraform.aws_ecr_repository_policy, (one) => one.repository],
]) {
  const policies = (resources) => parsed(resources.map((one) => [nameOf(one), one.policy]))
  deepEqual(policies(inputsOf(usual, type)), policies(ofTerraform))
}
const KEY = 'aws:kms/externalKey:ExternalKey'
const keyOf = ({ description, policy, ...rest }) => ({
  description,
  policy: JSON.parse(policy),
  spec: rest.keySpec ?? rest.key_spec,
  usage: rest.keyUsage ?? rest.key_usage,
  material: rest.keyMaterialBase64 ?? rest.key_material_base64 ?? 'none',
})
deepEqual(inputsOf(usual, KEY).map(keyOf), terraform.aws_kms_external_key.map(keyOf))
deepEqual(
  inputsOf(usual, 'aws:kms/alias:Alias').map(({ name }) => name),
  terraform.aws_kms_alias.map(({ name }) => name),
)
const outputOf = (label) => terraform.output.find(({ __tfmeta }) => __tfmeta.label === label).value
deepEqual(
  [
    outputOf('app_key'),
    outputOf('registry'),
    outputOf('repositories'),
    Object.keys(outputOf('roles')).toSorted(),
  ],
  [usual.outputs.appKey, HOST, usual.outputs.repositories, SERVICES],
)

const shared = await made({
  sharedRole: 'true',
  createOidcProvider: 'false',
  pullAccountIds: '[]',
  nodeRoles: '[]',
  appKeyAdministrators: '[]',
})
deepEqual([count(shared, KEY), shared.outputs.appKey], [0, undefined])
equal(count(shared, 'aws:iam/openIdConnectProvider:OpenIdConnectProvider'), 0)
equal(count(shared, 'aws:ecr/repositoryPolicy:RepositoryPolicy'), 0)
const [role, ...others] = inputsOf(shared, 'aws:iam/role:Role')
deepEqual([role.name, others], ['ecr-gitops-deploy', []])
equal(role.assumeRolePolicy.length <= 2048, true, 'IAM takes the trust policy')
const [push, ...furtherPolicies] = inputsOf(shared, ROLE_POLICY)
deepEqual([new Set(resourcesIn(push)).size, furtherPolicies], [7, []])
deepEqual(new Set(Object.values(shared.outputs.roles)), new Set(['arn of ecr-gitops']))

const left = await made({ stepCreatesRepositories: 'true' })
equal(count(left, 'aws:ecr/repository:Repository'), 0)
equal(inputsOf(left, ROLE_POLICY).filter(({ policy }) => policy.includes('ecr:CreateRepository')).length, 6)

await rejects(made({ accountId: '46500280623' }), /accountId: "46500280623" is not right/)
