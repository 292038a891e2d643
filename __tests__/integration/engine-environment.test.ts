import { delimiter } from 'node:path'
import { expect, test } from 'vitest'
import type { BuildRequest } from '../../src/images/engine/engine.ts'
import { buildahEngine, buildxEngine, dockerEngine } from '../../src/images/engine/run.ts'
import type { BuildPlan } from '../../src/plan/build.ts'
import { LONGEST_LINE } from '../../src/runner/command-output.ts'
import { aBuild, aRun, cacheEntries } from '../unit/builders.ts'
import { temporaryFolder } from '../unit/temporary.ts'

const buildx = buildxEngine({ command: { file: 'buildx', args: [] }, builder: undefined, ociStore: true })
const gha = aBuild({ cacheFrom: cacheEntries('type=gha') })
const engines = [
  { program: 'buildx', engine: buildx, plan: gha, token: 'the-token' },
  { program: 'buildx', engine: buildx, plan: aBuild(), token: '' },
  { program: 'docker', engine: dockerEngine, plan: aBuild(), token: '' },
  { program: 'buildah', engine: buildahEngine('1.28.2'), plan: aBuild(), token: '' },
]

/** A build of one run in a folder, where the programs lie too, and the lines that it prints. */
function aRequest(plan: BuildPlan, folder: string, variables: NodeJS.ProcessEnv) {
  const masked: string[] = []
  const lines: string[] = []
  const PATH = [folder, process.env.PATH].join(delimiter)
  const request: BuildRequest = {
    ...aRun({ variables: { ...variables, PATH }, masked }),
    name: 'api',
    plan,
    push: undefined,
    onPush: () => {},
    logins: { env: { DOCKER_CONFIG: folder, BUILDX_CONFIG: folder }, authFile: '' },
    scratch: folder,
    commitTime: undefined,
    onLine: (line: string) => lines.push(line),
    signal: new AbortController().signal,
  }
  return { request, lines, masked }
}

test.each(engines)(
  '$program: the token of the cache of GitHub is in the environment only where a cache asks for it: "$token"',
  async ({ program, engine, plan, token }) => {
    await using folder = await temporaryFolder()
    await folder.write(
      program,
      '#!/bin/sh\necho "token: $ACTIONS_RUNTIME_TOKEN, url: $ACTIONS_RESULTS_URL"\n',
      0o755,
    )
    const { request, lines } = aRequest(plan, folder.path, {
      ACTIONS_RUNTIME_TOKEN: 'the-token',
      ACTIONS_RESULTS_URL: 'https://results.example',
    })
    await engine.run(request, 'build')
    expect(lines).toEqual([`token: ${token}, url: https://results.example`])
  },
)

test('two runs in one process: neither has the variables of the other, nor hides its secrets', async () => {
  await using folder = await temporaryFolder()
  const long = `head -c ${LONGEST_LINE} /dev/zero | tr '\\0' x`
  const script = `echo "$OF_ONE/$OF_OTHER"; printf 'secret-of-one/secret-of-other'; ${long}; echo`
  await folder.write('buildx', `#!/bin/sh\n${script}\n`, 0o755)
  const [one, other] = ['one', 'other'].map((name) => {
    const variable = `OF_${name.toUpperCase()}`
    const plan = aBuild({ secretEnvs: [{ id: 'token', variable }] })
    const run = aRequest(plan, folder.path, { [variable]: `secret-of-${name}` })
    run.request.environment.confine([variable])
    return run
  })
  if (!one || !other) throw new Error('there are two runs')
  await Promise.all([one, other].map(({ request }) => buildx.run(request, 'build')))

  expect([one.masked, other.masked]).toEqual([['secret-of-one'], ['secret-of-other']])
  expect([one.lines[0], other.lines[0]]).toEqual(['secret-of-one/', '/secret-of-other'])
  expect(one.lines[1]).toMatch(/^\*\*\*\/secret-of-otherx/)
  expect(other.lines[1]).toMatch(/^secret-of-one\/\*\*\*x/)
  for (const { request } of [one, other])
    expect(Object.keys(request.environment.forChild())).toEqual(['PATH'])
})
