import { delimiter } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { buildahEngine, buildxEngine, dockerEngine } from '../../src/build/engines.ts'
import { aBuild } from '../unit/builders.ts'
import { temporaryFolder } from '../unit/temporary.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const engines = [
  { program: 'buildx', engine: buildxEngine({ command: ['buildx'], builder: undefined, ociStore: true }) },
  { program: 'docker', engine: dockerEngine },
  { program: 'buildah', engine: buildahEngine },
]

test.each(engines)(
  '$program: the token of the cache of GitHub is in the environment of buildx alone',
  async ({ program, engine }) => {
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
      plan: aBuild(),
      push: undefined,
      logins: { env: {}, authFile: '' },
      scratch: folder.path,
      commitTime: undefined,
      onLine: (line: string) => lines.push(line),
      signal: new AbortController().signal,
    }
    await engine.run(request, 'build')
    const token = program === 'buildx' ? 'the-token' : ''
    expect(lines).toEqual([`token: ${token}, url: https://results.example`])
  },
)
