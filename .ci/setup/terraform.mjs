// Checks the Terraform files of a folder, and prints TypeScript that compiles when their resources have the attributes
// that the schemas ask for.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { format } from '@cdktf/hcl-tools'
import { parse } from '@cdktf/hcl2json'

const TYPES = {
  aws_ecr_lifecycle_policy: 'aws.ecr.LifecyclePolicyArgs',
  aws_ecr_repository: 'aws.ecr.RepositoryArgs',
  aws_ecr_repository_policy: 'aws.ecr.RepositoryPolicyArgs',
  aws_kms_alias: 'aws.kms.AliasArgs',
  aws_kms_external_key: 'aws.kms.ExternalKeyArgs',
  aws_iam_openid_connect_provider: 'aws.iam.OpenIdConnectProviderArgs',
  aws_iam_role: 'aws.iam.RoleArgs',
  aws_iam_role_policy: 'aws.iam.RolePolicyArgs',
  github_actions_secret: 'github.ActionsSecretArgs',
  github_repository_deploy_key: 'github.RepositoryDeployKeyArgs',
  tls_private_key: 'tls.PrivateKeyArgs',
}
const META = ['count', 'depends_on', 'for_each', 'lifecycle', 'provider']

const folder = process.argv[2]
const problems = []
const declared = new Set()
const used = new Set()
const resources = []

async function read(path) {
  const name = basename(path)
  const text = readFileSync(path, 'utf8')
  if ((await format(text)) !== text) problems.push(`${name}: not formatted, run terraform fmt`)
  const { variable = {}, locals = [], resource = {} } = await parse(name, text)
  for (const key of Object.keys(variable)) declared.add(`var.${key}`)
  for (const key of locals.flatMap(Object.keys)) declared.add(`local.${key}`)
  for (const [type, named] of Object.entries(resource)) {
    for (const [key, [body]] of Object.entries(named)) {
      declared.add(`${type}.${key}`)
      resources.push([type, body])
    }
  }
  const code = text.replaceAll(/^ *#.*$/gm, '')
  for (const [reference] of code.matchAll(/\b(?:var|local|(?:aws|github|tls)_[a-z_]+)\.[a-z_]+/g))
    used.add(reference)
}

/** Pulumi's names are in camel case, and in the plural where a list is meant. */
const nameOf = (attribute) =>
  attribute.replaceAll(/_(.)/g, (_, letter) => letter.toUpperCase()).replace(/List$/, 'Lists')

function declaration([type, body], index) {
  if (!TYPES[type]) throw new Error(`no type is known for ${type}: add it to TYPES`)
  const names = Object.keys(body).filter((attribute) => !META.includes(attribute))
  return `export const r${index}: ${TYPES[type]} = { ${names.map((name) => `${nameOf(name)}: value`).join(', ')} }`
}

for (const path of globSync(join(folder, '*.tf')).toSorted()) await read(path)
if (resources.length === 0) problems.push(`${folder} has no resources`)
problems.push(...[...used.difference(declared)].map((name) => `${name} is used and not declared`))
const unused = [...declared.difference(used)].filter((name) => /^(?:var|local)\./.test(name))
problems.push(...unused.map((name) => `${name} is declared and not used`))
if (problems.length > 0) throw new Error(problems.join('\n'))
process.stdout.write(`import type * as aws from '@pulumi/aws'
import type * as github from '@pulumi/github'
import type * as tls from '@pulumi/tls'
declare const value: any
${resources.map(declaration).join('\n')}
`)
