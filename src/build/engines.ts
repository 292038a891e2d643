import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jsonObject } from '../json.ts'
import { type CommandResult, runCommand } from '../runner/command.ts'
import { childEnvironment } from '../runner/environment.ts'
import { buildahBuildArgs, buildahPushArgs, buildxArgs, dockerBuildArgs } from './args.ts'
import type { BuildOutcome, BuildRequest, Engine } from './engine.ts'

/** `docker buildx` or the standalone binary: builds and pushes in one go. */
export function buildxEngine(command: readonly [string, ...string[]], builder: string | undefined): Engine {
  return {
    name: 'buildx',
    async run(request) {
      const metadataFile = join(request.scratch, 'metadata.json')
      const [file, ...prefix] = command
      const args = buildxArgs(request.plan, { builder, metadataFile, reference: request.push?.reference })
      const { failure } = await runEngine(request, file, [...prefix, ...args])
      // One process did both; what it says tells the two apart.
      if (failure) return failed(isPushFailure(failure) ? 'push' : 'build', failure)
      return { ok: true, digest: await digestInMetadata(metadataFile) }
    },
  }
}

/** The classic builder of docker, then `docker push`. */
export const dockerEngine: Engine = {
  name: 'docker',
  async run(request, from) {
    const reference = request.push?.reference
    // Without the buildx plugin newer clients fail at once unless BuildKit is switched off.
    const env = { DOCKER_BUILDKIT: '0' }
    if (from === 'build') {
      const { failure } = await runEngine(request, 'docker', dockerBuildArgs(request.plan, reference), env)
      if (failure) return failed('build', failure)
    }
    if (reference === undefined) return { ok: true, digest: undefined }
    const { failure, stdout } = await runEngine(request, 'docker', ['push', reference])
    if (failure) return failed('push', failure)
    // The digest of the push line is the registry's; image IDs and RepoDigests of other repositories are not.
    return { ok: true, digest: /digest: (sha256:[0-9a-f]{64}) size:/.exec(stdout)?.[1] }
  },
}

export const buildahEngine: Engine = {
  name: 'buildah',
  async run(request, from) {
    const { authFile } = request.logins
    const reference = request.push?.reference
    if (from === 'build') {
      const args = buildahBuildArgs(request.plan, authFile, reference)
      const { failure } = await runEngine(request, 'buildah', args)
      if (failure) return failed('build', failure)
    }
    if (request.push === undefined) return { ok: true, digest: undefined }
    const digestFile = join(request.scratch, 'digest')
    const { failure } = await runEngine(
      request,
      'buildah',
      buildahPushArgs({ ...request.push, authFile, digestFile }),
    )
    if (failure) return failed('push', failure)
    return { ok: true, digest: (await readFile(digestFile, 'utf8').catch(() => '')).trim() }
  },
}

interface EngineRun {
  readonly stdout: string
  /** The lines of both streams, when the engine failed. */
  readonly failure: readonly string[] | undefined
}

async function runEngine(
  request: BuildRequest,
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<EngineRun> {
  const output: string[] = []
  const result: CommandResult = await runCommand(file, args, {
    env: childEnvironment({ ...request.logins.env, ...env }),
    signal: request.signal,
    onLine: (line) => {
      output.push(line)
      request.onLine(line)
    },
  })
  if (result.exitCode === 127) output.push(result.stderr)
  return { stdout: result.stdout, failure: result.exitCode === 0 ? undefined : output }
}

function failed(stage: 'build' | 'push', output: readonly string[]): BuildOutcome {
  return { ok: false, stage, output }
}

const STEP_FAILED = /did not complete successfully|executor failed running|returned a non-zero code/
const PUSH_FAILED =
  /failed to push|exporting to image|pushing (?:layers|manifest)|received unexpected HTTP status/i

function isPushFailure(output: readonly string[]): boolean {
  const tail = output.slice(-20).join('\n')
  return PUSH_FAILED.test(tail) && !STEP_FAILED.test(tail)
}

/** `containerimage.digest` is what the registry has; `containerimage.config.digest` is the image ID. */
async function digestInMetadata(path: string): Promise<string | undefined> {
  const digest = jsonObject(await readFile(path, 'utf8').catch(() => ''))['containerimage.digest']
  return typeof digest === 'string' ? digest : undefined
}
