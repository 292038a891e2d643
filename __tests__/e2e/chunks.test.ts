// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startCredentialServer } from '../support/runner-credentials.ts'
import { userArnOf } from '../support/sts-assume.ts'
import type { RunOptions } from '../support/world.ts'
import { createScene, type Scene } from './scene.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const EVERY_RUN = ['deploy', 'index', 'rolldown-runtime', 'doors', 'door-deploy']
const OF_AWS = ['http', 'aws']
const OF_WRITES = [...OF_AWS, 'yaml', 'diff', 'overlays', 'gitops', 'simple-git']
const LOADS_ANOTHER = 87

/** The image is there, and the action with these chunks alone: whoever loads another one ends by it. */
async function actionOf(scene: Scene, chunks: readonly string[]): Promise<RunOptions> {
  await scene.haveImage()
  const action = join(scene.root, 'action')
  const dist = join(action, 'dist')
  await cp(join(ROOT, 'action.yml'), join(action, 'action.yml'))
  await cp(join(ROOT, 'dist'), dist, { recursive: true })
  const known = [...EVERY_RUN, ...chunks].map((chunk) => `${chunk}.js`)
  for (const file of await readdir(dist)) {
    if (!file.endsWith('.js') || known.includes(file)) continue
    await writeFile(join(dist, file), `process.exit(${LOADS_ANOTHER})\n`)
  }
  return { action }
}

const NO_CONFIG = { 'config-repository': '', 'config-token': '', overlays: '' }
const PULL_REQUEST: RunOptions = {
  event: { name: 'pull_request', payload: { pull_request: { head: { repo: null } } } },
  ref: 'refs/pull/7/merge',
}

interface Case {
  what: string
  inputs?: Record<string, string>
  options?: RunOptions
  /** Commits in the checkout; 0 for all. */
  depth?: number
  chunks: readonly string[]
  result: string
}

const CASES: Case[] = [
  { what: 'that is refused', inputs: { repository: '' }, chunks: [], result: 'failed' },
  { what: 'that only builds', options: PULL_REQUEST, chunks: ['simple-git'], result: 'checked' },
  { what: 'that deploys nothing', inputs: NO_CONFIG, chunks: OF_AWS, result: 'built' },
  { what: 'with the whole history at hand', depth: 0, chunks: OF_WRITES, result: 'deployed' },
  { what: 'that compares commits at GitHub', chunks: [...OF_WRITES, 'octokit'], result: 'deployed' },
]

test.concurrent.for(CASES)('a run $what loads what it needs', async (given) => {
  const { inputs = {}, options, depth: checkoutDepth = 1, chunks, result } = given
  await using scene = await createScene({ checkoutDepth })
  const { exitCode, outputs } = await scene.go(inputs, { ...options, ...(await actionOf(scene, chunks)) })
  expect({ exitCode, result: outputs.result }).toEqual({ exitCode: result === 'failed' ? 1 : 0, result })
})

describe('the credentials of the runner', () => {
  const AMBIENT = { ...NO_CONFIG, 'aws-credentials': 'ambient' }
  const NOWHERE = { AWS_EC2_METADATA_DISABLED: 'true' }
  const open = ({ sts, facts }: Scene) => {
    const roleArn = `arn:aws:iam::${facts.account}:role/runner`
    return sts.sessions.open({ roleArn, userArn: userArnOf(roleArn, 'i-0abc'), lifetimeSeconds: 3600 })
  }

  test('are taken from the environment without the chain of their sources', async () => {
    await using scene = await createScene()
    const { accessKeyId, secretAccessKey, sessionToken } = open(scene)
    const keys = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    }
    const action = await actionOf(scene, OF_AWS)
    const { outputs } = await scene.go(AMBIENT, { ...action, env: { ...NOWHERE, ...keys } })
    expect(outputs.result).toBe('built')
  })

  test.concurrent.for([
    ['with', [...OF_AWS, 'credential-chain'], 0],
    ['not without', OF_AWS, LOADS_ANOTHER],
  ] as const)('are found elsewhere %s the chain', async ([, chunks, exitCode]) => {
    await using scene = await createScene()
    await using server = await startCredentialServer(() => open(scene))
    const action = await actionOf(scene, chunks)
    const result = await scene.go(AMBIENT, { ...action, env: { ...NOWHERE, ...server.containerEnv } })
    expect(result.exitCode).toBe(exitCode)
  })
})

/** All of it is compiled before the first request of a run, and by runs that are refused. */
const MOST_OF_EVERY_RUN = 680_000

test('what every run loads does not creep up', async () => {
  const files = await Promise.all(EVERY_RUN.map((chunk) => stat(join(ROOT, 'dist', `${chunk}.js`))))
  expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(MOST_OF_EVERY_RUN)
})

test('no module is in two chunks', async () => {
  const dist = join(ROOT, 'dist')
  const chunks = (await readdir(dist)).filter((file) => file.endsWith('.js') && file !== 'post.js')
  const texts = await Promise.all(chunks.map((file) => readFile(join(dist, file), 'utf8')))
  const modules = texts.flatMap((text) => text.match(/^\/\/ (?:src|node_modules|stubs)\/.+/gm) ?? [])
  expect(modules.length).toBeGreaterThan(400)
  expect(modules.toSorted()).toEqual([...new Set(modules)].toSorted())
})
