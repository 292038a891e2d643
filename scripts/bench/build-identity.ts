import { spawnSync } from 'node:child_process'
import { copyFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { World } from '../../__tests__/support/world.ts'
import { scratch } from './build-room.ts'
import { run } from './process.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** From the run's OIDC token to the password of the registry, by processes of their own. */
export interface Identity {
  readonly processes: number
  password(): Promise<string>
}

/** As aws-actions/configure-aws-credentials and aws-actions/amazon-ecr-login: two actions, each a bundle. */
export async function twoActions(world: World): Promise<Identity> {
  const folder = await scratch(world, 'actions')
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const [assume, token] = await Promise.all([bundle(folder, 'build-assume'), bundle(folder, 'build-token')])
  const { oidc, facts, root: cwd } = world
  const aws = awsEnv(world)
  return {
    processes: 2,
    password: async () => {
      const env = { ...aws, ...oidc.env, ROLE: facts.role }
      const session = await run([process.execPath, assume], { cwd, env })
      const password = await run([process.execPath, token], { cwd, env: { ...aws, ...variables(session) } })
      return password.trim()
    },
  }
}

/** ncc is given a copy under a name that it does not hand to a compiler. */
async function bundle(folder: string, name: string): Promise<string> {
  const script = join(folder, `${name}.mjs`)
  await copyFile(join(import.meta.dirname, `${name}.ts`), script)
  const out = join(folder, name)
  await run(['ncc', 'build', script, '--out', out, '--quiet'], { cwd: folder, env: process.env })
  return join(out, 'index.mjs')
}

/** As the AWS guides write it: curl for the token, then the AWS CLI twice. undefined: there is no AWS CLI here. */
export function awsCli(world: World): Identity | undefined {
  const aws = findAwsCli()
  if (!aws) return undefined
  const { oidc, facts, root: cwd } = world
  const env = awsEnv(world)
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = oidc.env
  const curl = ['curl', '-sS', '-H', `Authorization: Bearer ${bearer}`] as const
  return {
    processes: 3,
    password: async () => {
      const answer = await run([...curl, `${url}&audience=sts.amazonaws.com`], { cwd, env })
      const { value } = JSON.parse(answer) as { value: string }
      const role = [`--role-arn=${facts.role}`, '--role-session-name=GitHubActions', '--output=json']
      const assume = ['assume-role-with-web-identity', ...role, `--web-identity-token=${value}`]
      const session = await run([aws, 'sts', ...assume], { cwd, env })
      const login = await run([aws, 'ecr', 'get-login-password'], {
        cwd,
        env: { ...env, ...variables(session) },
      })
      return login.trim()
    },
  }
}

/** On PATH, or beside the Python of the rig. */
function findAwsCli(): string | undefined {
  const { ECR_RIG_PYTHON: python } = process.env
  const candidates = ['aws', ...(python ? [join(dirname(python), 'aws')] : [])]
  return candidates.find((aws) => spawnSync(aws, ['--version'], { stdio: 'ignore' }).status === 0)
}

const awsEnv = ({ facts, sts, ecr }: World) => ({
  PATH: process.env.PATH,
  // The first version of the AWS CLI knows only the second name.
  AWS_REGION: facts.region,
  AWS_DEFAULT_REGION: facts.region,
  AWS_ENDPOINT_URL_STS: sts.url,
  AWS_ENDPOINT_URL_ECR: ecr.url,
})

/** The answer of AssumeRoleWithWebIdentity as variables for the next process. */
function variables(answer: string): Record<string, string> {
  const { Credentials: session } = JSON.parse(answer) as { Credentials: Record<string, string> }
  return {
    AWS_ACCESS_KEY_ID: session.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: session.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: session.SessionToken ?? '',
  }
}
