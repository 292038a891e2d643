import { spawnSync } from 'node:child_process'
import { chmod, copyFile, symlink, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import type { World } from '../../__tests__/support/world.ts'
import { scratch } from './build-room.ts'
import { run } from './process.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** How the recipe comes from the run's OIDC token to the password of the registry. */
export interface Identity {
  readonly variables: Record<string, string>
  /** Folders of programs. */
  readonly programs: readonly string[]
}

/** As aws-actions/configure-aws-credentials and aws-actions/amazon-ecr-login: two actions, each a bundle. */
export async function twoActions(world: World): Promise<Identity> {
  const folder = await scratch(world, 'actions')
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const [assume, password] = await Promise.all([
    bundle(folder, 'build-assume'),
    bundle(folder, 'build-token'),
  ])
  const login = { LOGIN: 'two-actions', ASSUME_ROLE: assume, GET_PASSWORD: password }
  return identity(world, login, [dirname(process.execPath)])
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
export async function awsCli(world: World): Promise<Identity | undefined> {
  const { ECR_RIG_PYTHON: python } = process.env
  if (python) return identity(world, { LOGIN: 'aws-cli' }, [await awsOf(world, python)])
  const there = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0
  return there ? identity(world, { LOGIN: 'aws-cli' }, []) : undefined
}

/** The rig moved its virtual environment, so that the first line of its own `aws` names a Python that is gone. */
async function awsOf(world: World, python: string): Promise<string> {
  const folder = await scratch(world, 'aws')
  const script = join(folder, 'aws')
  await writeFile(script, `#!/bin/sh\nexec '${python}' -m awscli "$@"\n`)
  await chmod(script, 0o755)
  return folder
}

function identity({ facts }: World, login: Record<string, string>, programs: readonly string[]): Identity {
  const variables = {
    ...login,
    ROLE: facts.role,
    AWS_REGION: facts.region,
    // The first version of the AWS CLI knows no other name.
    AWS_DEFAULT_REGION: facts.region,
    PATH: [...programs, process.env.PATH].join(delimiter),
  }
  return { variables, programs }
}
