// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChildRecorder } from '../support/child-recorder.ts'
import { git } from '../support/git.ts'
import type { MainResult, StepResult } from '../support/runner.ts'
import type { Leak } from '../support/secret-scan.ts'
import { createWorld, type RunOptions, type World, type WorldOptions } from '../support/world.ts'
import { type BuilderEvent, readJournal } from './builder-journal.ts'
import type { BuilderCall, BuilderScript } from './builder-script.ts'
import { type RunningStep, startStep } from './running-step.ts'
import type { SshAccess, SshCall } from './stand-in-ssh.ts'

export const NAME = 'identity-service'
export const PRODUCTION = `apps/${NAME}/overlays/production`
export const STAGING = `apps/${NAME}/overlays/staging`
export const FILE = `${PRODUCTION}/kustomization.yaml`

export const PUSH = {
  name: 'push',
  payload: { repository: { default_branch: 'main', full_name: 'acme/identity-service' } },
}

export interface SceneOptions extends WorldOptions {
  builder?: BuilderScript | 'absent'
  /** A buildx on PATH in the place of buildah. */
  buildx?: BuildxScript
}

export interface BuildxScript {
  driver?: string
  endpoint?: string
  /** What a build prints; one with `ERROR:` fails. */
  prints?: string
}

/** A world in which the step finds git, recorded, and a stand-in builder on its PATH, and nothing else of the machine. */
export interface Scene extends World {
  children: ChildRecorder
  builder: {
    calls(command?: 'build' | 'push'): Promise<BuilderCall[]>
    /** How often it was asked for its version, before any build. */
    asked(): Promise<number>
    /** Those that wait to be interrupted, or have. */
    hanging(): Promise<string[]>
    isHanging(): Promise<boolean>
    journal(): BuilderEvent[]
    /** Lets the steps go on that wait for it. */
    release(): Promise<void>
    /** What it does from the next start on. */
    rewrite(script: BuilderScript): Promise<void>
  }
  /** A run on push to the default branch, unless said otherwise. */
  go(inputs?: Record<string, string>, options?: RunOptions): Promise<MainResult>
  /** The same run, to be watched and signalled while it is under way. */
  start(inputs?: Record<string, string>): RunningStep
  /** The image of the head is in the registry already; returns its digest. */
  haveImage(tag?: string): Promise<string>
  /** Puts the stand-in ssh on PATH. */
  openSsh(access: Omit<SshAccess, 'root'>): Promise<{ calls(): Promise<SshCall[]> }>
  /** Private folders of the step that are still in RUNNER_TEMP. */
  leftovers(): Promise<string[]>
  /** Searches everything that these runs left anywhere. */
  leaks(...results: StepResult[]): Promise<Leak[]>
  requests(): Record<'oidc' | 'sts' | 'ecr' | 'registry' | 'git' | 'github', string[]>
}

export async function createScene({ builder, buildx, ...options }: SceneOptions = {}): Promise<Scene> {
  const world = await createWorld(options)
  // There is no kustomize here, which would be a warning in every run.
  world.inputs['render-check'] = 'off'
  const bin = join(world.root, 'bin')
  const builderFolder = join(world.root, 'builder')
  await Promise.all([bin, builderFolder].map((path) => mkdir(path)))
  // What the recording stub itself needs.
  await symlink('/bin/cat', join(bin, 'cat'))
  const rewrite = (script: BuilderScript) =>
    writeFile(join(builderFolder, 'script.json'), JSON.stringify(script))
  if (buildx) {
    await installBuildx(bin, builderFolder, buildx)
  } else if (builder !== 'absent') {
    await rewrite(builder ?? {})
    await install(bin, 'buildah', ['stand-in-builder.ts', builderFolder])
  }
  const children = await world.recordChildren(['git'])
  world.env.PATH = `${join(world.root, 'children', 'bin')}:${bin}`
  const calls = async (command?: string) =>
    (await readJson<BuilderCall>(join(builderFolder, 'calls'))).filter(
      ({ argv }) => (command ?? argv[0]) === argv[0],
    )
  const { facts } = world
  const release = () => writeFile(join(builderFolder, 'released'), '')
  const left = async (prefix: string) =>
    (await readdir(builderFolder)).filter((name) => name.startsWith(prefix))
  const hanging = () => left('hanging-')
  const asked = async () => (await left('asked-')).length
  const isHanging = async () => (await hanging()).length > 0
  return Object.assign(world, {
    children,
    builder: {
      calls,
      asked,
      hanging,
      isHanging,
      journal: () => readJournal(builderFolder),
      release,
      rewrite,
    },
    go: (inputs?: Record<string, string>, given: RunOptions = {}) =>
      world.run(inputs, { event: PUSH, ...given }),
    start: (inputs?: Record<string, string>) => startStep(world, world.run(inputs, { event: PUSH })),
    haveImage: (tag = facts.head) => world.putImage(facts.ecrRepository, tag),
    openSsh: (access: Omit<SshAccess, 'root'>) => openSsh(world, bin, access),
    leftovers: async () =>
      (await readdir(world.temp)).filter((name) => name.startsWith('ecr-gitops-deploy-')),
    leaks: (...results: StepResult[]) => leaks(world, { children, calls }, results),
    requests: () => requestsOf(world),
  })
}

async function install(bin: string, name: string, [script = '', folder]: string[]): Promise<void> {
  const path = join(import.meta.dirname, script)
  await writeFile(join(bin, name), `#!/bin/sh\nexec '${process.execPath}' '${path}' '${folder}' "$@"\n`)
  await chmod(join(bin, name), 0o755)
}

async function installBuildx(bin: string, folder: string, script: BuildxScript): Promise<void> {
  const { driver = 'docker-container', endpoint = 'unix:///var/run/docker.sock', prints = '' } = script
  const inspect = `Name:   x\nDriver: ${driver}\n\nNodes:\nName:     x0\nEndpoint: ${endpoint}\nStatus:   running\nBuildKit version: v0.31.2\n`
  await writeFile(join(folder, 'inspect.txt'), inspect)
  await writeFile(join(folder, 'build.txt'), prints)
  await install(bin, 'buildx', ['stand-in-buildx.ts', folder])
}

async function openSsh(world: World, bin: string, access: Omit<SshAccess, 'root'>) {
  const folder = join(world.root, 'ssh')
  await mkdir(folder)
  await writeFile(join(folder, 'access.json'), JSON.stringify({ ...access, root: world.git.root }))
  await install(bin, 'ssh', ['stand-in-ssh.ts', folder])
  return { calls: () => readJson<SshCall>(folder, 'call-') }
}

async function readJson<T>(folder: string, prefix = ''): Promise<T[]> {
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name.startsWith(prefix) && name.endsWith('.json'),
  )
  return Promise.all(
    names.sort().map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as T),
  )
}

function requestsOf(world: World): ReturnType<Scene['requests']> {
  const { oidc, sts, ecr, registry, github } = world
  const actions = (part: { requests: { action: string }[] }) => part.requests.map(({ action }) => action)
  return {
    oidc: actions(oidc),
    sts: actions(sts),
    ecr: actions(ecr),
    registry: actions(registry),
    git: actions(world.git),
    github: actions(github),
  }
}

interface Witnesses {
  children: ChildRecorder
  calls: () => Promise<BuilderCall[]>
}

/** The one secret of a child's environment that must be there: git's header, which is bound to the remote's URL. */
const gitHeader = (world: World): string =>
  `Authorization: Basic ${Buffer.from(`x-access-token:${world.tokens.config}`).toString('base64')}`

async function leaks(world: World, witnesses: Witnesses, results: StepResult[]): Promise<Leak[]> {
  const [gitCalls, builderCalls] = await Promise.all([witnesses.children.calls(), witnesses.calls()])
  const header = gitHeader(world)
  const gitEnv = gitCalls.map(({ env }) =>
    Object.entries(env).map(([name, value]) =>
      name.startsWith('GIT_CONFIG_VALUE_') && value === header ? name : `${name}=${value}`,
    ),
  )
  const texts = {
    ...Object.fromEntries(results.flatMap((result, index) => textsOf(result, index))),
    argv: [...gitCalls, ...builderCalls].map(({ argv }) => argv.join('\n')).join('\n'),
    'environment of git': gitEnv.flat().join('\n'),
    'environment of the builder': builderCalls.map(({ env }) => JSON.stringify(env)).join('\n'),
  }
  return world.scanForSecrets({ texts })
}

function textsOf(result: StepResult, index: number): [string, string][] {
  const { stdout, stderr, summary, envFile, pathFile, outputs, state } = result
  const texts = { stdout, stderr, summary, envFile, pathFile }
  return [
    ...Object.entries(texts),
    ['outputs', JSON.stringify(outputs)] as const,
    ['state', JSON.stringify(state)] as const,
  ].map(([name, text]) => [`${name} of run ${index + 1}`, text])
}

export interface TreeChange {
  path: string
  /** `100644`, `100755`, `120000` (content is the target), `160000` (content is a commit). */
  mode: string
  content: string | Buffer
}

/** A commit with modes and bytes that the world's own `commit` does not make. */
export async function commitTree(directory: string, changes: TreeChange[], branch = 'main'): Promise<void> {
  const blobs = await Promise.all(
    changes.map(async ({ mode, content }) => {
      if (mode === '160000') return String(content)
      return git(['hash-object', '-w', '--stdin'], { cwd: directory, stdin: content as string })
    }),
  )
  const env = { GIT_INDEX_FILE: join(directory, 'commit-tree.index') }
  const parent = await git(['rev-parse', `refs/heads/${branch}`], { cwd: directory })
  await git(['read-tree', parent], { cwd: directory, env })
  const stdin = changes.map(({ mode, path }, index) => `${mode} ${blobs[index]}\t${path}\0`).join('')
  // An entry may take the place of a folder.
  const removed = changes.map(({ path }) => path)
  await git(['rm', '-rq', '--cached', '--ignore-unmatch', '--', ...removed], {
    cwd: directory,
    env: { ...env, GIT_DIR: directory, GIT_WORK_TREE: '/nonexistent' },
  })
  await git(['update-index', '-z', '--index-info'], { cwd: directory, env, stdin })
  const tree = await git(['write-tree'], { cwd: directory, env })
  const commit = await git(['commit-tree', tree, '-p', parent, '-m', 'Change by hand'], { cwd: directory })
  await git(['update-ref', `refs/heads/${branch}`, commit], { cwd: directory })
}
