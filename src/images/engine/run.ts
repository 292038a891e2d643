import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cutLine, jsonObject, LONGEST_SHOWN } from '../../names/text.ts'
import { type CommandResult, runCommand } from '../../runner/command.ts'
import { isPushFailure, readFailure } from '../failure/read.ts'
import { asShown } from '../failure/terminal.ts'
import { buildahBuildArgs, buildahPushArgs, buildxArgs, dockerBuildArgs, type RunOptions } from './args.ts'
import { epochOf } from './commit-time.ts'
import type { BuildOutcome, BuildRequest, Engine } from './engine.ts'
import { cacheToken } from './environment.ts'
import { gitInfoOf } from './git-info.ts'
import { keepLast } from './last-lines.ts'
import type { BuildxCommand } from './plugin.ts'
import { prepareSecrets } from './secrets.ts'
import { beginsPush, Steps } from './steps.ts'

interface Buildx {
  readonly command: Omit<BuildxCommand, 'way'>
  readonly builder: string | undefined
  readonly ociStore: boolean
}

/** Builds and pushes in one go. */
export function buildxEngine({ command, ...how }: Buildx): Engine {
  return {
    name: 'buildx',
    async run(request) {
      const metadataFile = join(request.scratch, 'metadata.json')
      const { file, args: first, env: ofCommand } = command
      const { options, env } = await prepare(request)
      const args = buildxArgs(request.plan, { ...how, ...options, metadataFile })
      const run = { file, args: [...first, ...args], env: { ...env, ...ofCommand, ...gitInfoOf(request) } }
      const { failure } = await runEngine(hearingOfPush(request), run)
      // One process did both; what it says distinguishes the two.
      if (failure) return failed(isPushFailure(failure) ? 'push' : 'build', failure)
      return { ok: true, digest: await digestInMetadata(metadataFile) }
    },
  }
}

/** What buildx prints says when it pushes. */
function hearingOfPush(request: BuildRequest): BuildRequest {
  const { onLine, onPush } = request
  return {
    ...request,
    onLine: (line) => {
      if (beginsPush(line)) onPush()
      onLine(line)
    },
  }
}

/** The classic builder of docker, then `docker push`. */
export const dockerEngine: Engine = {
  name: 'docker',
  async run(request, from) {
    const reference = request.push?.reference
    // Without the buildx plugin newer clients fail at once unless BuildKit is switched off.
    const classic = { DOCKER_BUILDKIT: '0' }
    if (from === 'build') {
      const { options, env } = await prepare(request)
      const args = dockerBuildArgs(request.plan, options)
      const { failure } = await runEngine(request, { file: 'docker', args, env: { ...env, ...classic } })
      if (failure) return failed('build', failure)
    }
    if (reference === undefined) return { ok: true, digest: undefined }
    request.onPush()
    const { failure, output } = await runEngine(request, { file: 'docker', args: ['push', reference] })
    if (failure) return failed('push', failure)
    // The digest of the push line is the registry's; image IDs and RepoDigests of other repositories are not.
    return { ok: true, digest: /digest: (sha256:[0-9a-f]{64}) size:/.exec(output.join('\n'))?.[1] }
  },
}

export const buildahEngine = (version: string | undefined): Engine => ({
  name: 'buildah',
  version,
  async run(request, from) {
    const { authFile } = request.logins
    if (from === 'build') {
      const { options, env } = await prepare(request)
      const args = buildahBuildArgs(request.plan, { ...options, authFile })
      const { failure } = await runEngine(request, { file: 'buildah', args, env })
      if (failure) return failed('build', failure)
    }
    if (request.push === undefined) return { ok: true, digest: undefined }
    request.onPush()
    const digestFile = join(request.scratch, 'digest')
    const args = buildahPushArgs({ ...request.push, ...request.plan, authFile, digestFile })
    const { failure } = await runEngine(request, { file: 'buildah', args })
    if (failure) return failed('push', failure)
    return { ok: true, digest: (await readFile(digestFile, 'utf8').catch(() => '')).trim() }
  },
})

/** Secrets are laid out and masked before the engine starts. */
async function prepare(request: BuildRequest): Promise<{ options: RunOptions; env: NodeJS.ProcessEnv }> {
  const { plan, commitTime, environment, push } = request
  const { args: secrets, env } = await prepareSecrets(plan, request)
  const options = { reference: push?.reference, secrets, commitTime }
  return { options, env: { ...epochOf(plan, commitTime, environment.variables), ...env } }
}

interface EngineCall {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

interface EngineRun {
  /** The last lines of both streams. */
  readonly output: readonly string[]
  /** The same, and how it ended, when the engine failed. */
  readonly failure: readonly string[] | undefined
}

/** What is read for the reason of a failure: it stands at the end. */
const KEPT_LINES = 50_000

async function runEngine(request: BuildRequest, { file, args, env = {} }: EngineCall): Promise<EngineRun> {
  const { plan, environment, logins, name } = request
  const { lines: output, add } = keepLast(KEPT_LINES)
  const hide = (text: string) => request.secrets.hide(text)
  const steps = new Steps({ image: name, hide, now: () => performance.now() })
  const run = (heard: () => void) =>
    runCommand(file, args, {
      env: environment.forChild({ ...cacheToken(plan, environment.variables), ...env, ...logins.env }),
      signal: request.signal,
      hide,
      onLine: (line) => {
        heard()
        const kept = asKept(line, hide)
        add(kept)
        steps.take(kept)
        request.onLine(line)
      },
    })
  const result = await request.watch(() => steps.look(), run)
  if (result.exitCode === 0) return { output, failure: undefined }
  return { output, failure: [...output, ...lastWords(result, output)] }
}

/** A bar of progress is one line without end, of which only the last state counts. */
function asKept(line: string, hide: (text: string) => string): string {
  return line.length > LONGEST_SHOWN ? cutLine(hide(asShown(line))) : line
}

/** What an engine cannot say itself: that it was not started, or ended before it gave a reason. */
function lastWords(
  { exitCode, endedBy, stderr }: CommandResult,
  output: readonly string[],
): readonly string[] {
  if (stderr !== '') return [stderr]
  if (endedBy) return [`ERROR: the engine was ended by ${endedBy}`]
  if (readFailure(output, '').reason !== '') return []
  return [`ERROR: the engine ended with exit code ${exitCode}, and gave no reason`]
}

function failed(stage: 'build' | 'push', output: readonly string[]): BuildOutcome {
  return { ok: false, stage, output }
}

/** `containerimage.digest` is what the registry has; `containerimage.config.digest` is the image ID. */
async function digestInMetadata(path: string): Promise<string | undefined> {
  const digest = jsonObject(await readFile(path, 'utf8').catch(() => ''))['containerimage.digest']
  return typeof digest === 'string' ? digest : undefined
}
