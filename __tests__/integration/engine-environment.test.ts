import { delimiter } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { buildahEngine, buildxEngine, dockerEngine } from '../../src/images/engine/run.ts'
import { aBuild, aRun, cacheEntries } from '../unit/builders.ts'
import { temporaryFolder } from '../unit/temporary.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const buildx = buildxEngine({ command: ['buildx'], builder: undefined, ociStore: true })
const gha = aBuild({ cacheFrom: cacheEntries('type=gha') })
const engines = [
  { program: 'buildx', engine: buildx, plan: gha, token: 'the-token' },
  { program: 'buildx', engine: buildx, plan: aBuild(), token: '' },
  { program: 'docker', engine: dockerEngine, plan: aBuild(), token: '' },
  { program: 'buildah', engine: buildahEngine, plan: aBuild(), token: '' },
]

test.each(engines)(
  '$program: the token of the cache of GitHub is in the environment only where a cache asks for it: "$token"',
  async ({ program, engine, plan, token }) => {
    await using folder = await temporaryFolder()
    await folder.write(
      program,
      '#!/bin/sh\necho "token: $ACTIONS_RUNTIME_TOKEN, url: $ACTIONS_RESULTS_URL"\n',
      0o755,
    )
    vi.stubEnv('PATH', [folder.path, process.env.PATH].join(delimiter))
    vi.stubEnv('ACTIONS_RUNTIME_TOKEN', 'the-token')
    vi.stubEnv('ACTIONS_RESULTS_URL', 'https://results.example')
    const lines: string[] = []
    const request = {
      ...aRun(),
      plan,
      push: undefined,
      logins: { env: { DOCKER_CONFIG: folder.path, BUILDX_CONFIG: folder.path }, authFile: '' },
      scratch: folder.path,
      commitTime: undefined,
      onLine: (line: string) => lines.push(line),
      signal: new AbortController().signal,
    }
    await engine.run(request, 'build')
    expect(lines).toEqual([`token: ${token}, url: https://results.example`])
  },
)
