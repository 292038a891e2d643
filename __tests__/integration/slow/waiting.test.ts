// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { GitRepository } from '../../../src/config-repository/git/git-repository.ts'
import { openGithub } from '../../../src/github/client.ts'
import type { BuildRequest } from '../../../src/images/engine/engine.ts'
import { buildahEngine, buildxEngine, dockerEngine } from '../../../src/images/engine/run.ts'
import { Waiting, type Watch } from '../../../src/runner/waiting.ts'
import { Workspace } from '../../../src/runner/workspace.ts'
import { openConfigRoom } from '../../support/config-room.ts'
import { aBuild, aConfig, aRun } from '../../unit/builders.ts'
import { temporaryFolder } from '../../unit/temporary.ts'
import { FOREVER, openAws } from '../aws-room.ts'
import { json, startScripted } from '../scripted-server.ts'

/** Looks at what goes on, whenever the test asks. */
function watching() {
  const looks = new Set<Parameters<Watch>[0]>()
  const begun: string[] = []
  const watch: Watch = async (look, work) => {
    looks.add(look)
    begun.push(look()?.what ?? '')
    try {
      return await work(() => {})
    } finally {
      looks.delete(look)
    }
  }
  const seen = () => [...looks].flatMap((look) => look()?.what ?? [])
  return { watch, seen, begun }
}

const buildx = buildxEngine({ command: { file: 'buildx', args: [] }, builder: undefined, ociStore: true })

/** A build by programs that lie in a folder. */
function aRequest(folder: string, changes: Partial<BuildRequest>): BuildRequest {
  const PATH = [folder, process.env.PATH].join(delimiter)
  return {
    ...aRun({ variables: { PATH } }),
    name: 'api',
    plan: aBuild(),
    push: { reference: 'host/api:x', insecure: false },
    logins: { env: { DOCKER_CONFIG: folder, BUILDX_CONFIG: folder }, authFile: '' },
    scratch: folder,
    commitTime: undefined,
    onLine: () => {},
    onPush: () => {},
    signal: new AbortController().signal,
    ...changes,
  }
}

describe('an engine that is silent', () => {
  const engines = [
    ['buildx', buildx, '#7 [2/2] RUN make', '[2/2] RUN make'],
    ['docker', dockerEngine, 'Step 2/2 : RUN make', 'Step 2/2 : RUN make'],
    ['buildah', buildahEngine('1.28.2'), 'STEP 2/2: RUN make', 'STEP 2/2: RUN make'],
  ] as const

  test.each(engines)(
    '%s: its step is named, now and then, until it ends',
    async (program, engine, line, step) => {
      await using folder = await temporaryFolder()
      const waits = `while [ ! -e '${join(folder.path, 'go-on')}' ]; do sleep 0.05; done`
      await folder.write(program, `#!/bin/sh\necho '${line} the-secret'\n${waits}\n`, 0o755)
      const { secrets } = aRun()
      secrets.mask('the-secret')
      const lines: string[] = []
      const twice = Promise.withResolvers<void>()
      const say = (text: string) => {
        lines.push(text)
        if (lines.filter((one) => one.includes(step)).length === 2) twice.resolve()
      }
      const ports = { say, hide: (text: string) => secrets.hide(text), signal: new AbortController().signal }
      const { watch } = new Waiting(ports, { silenceMs: 60, gapMs: 120 })
      const running = engine.run(aRequest(folder.path, { watch, secrets }), 'build')
      await twice.promise
      await folder.write('go-on', '')
      expect(await running).toMatchObject({ ok: true })
      const said = lines.filter((one) => one.includes(step))
      expect(said[0]).toMatch(/^Still waiting: \d+\.\d s for api, .* RUN make \*\*\*\.$/)
      const before = lines.length
      await sleep(250)
      expect(lines).toHaveLength(before)
    },
  )
})

describe('the push', () => {
  const layers = `echo '#9 exporting to image'; echo '#9 pushing layers'`
  test.each([
    ['buildx', buildx, layers, ['build', '#9 exporting to image', 'the push begins', '#9 pushing layers']],
    ['docker', dockerEngine, '', ['build', 'the push begins', 'push']],
    ['buildah', buildahEngine('1.28.2'), '', ['build', 'the push begins', 'push']],
  ] as const)('of %s is known when it begins', async (program, engine, script, expected) => {
    await using folder = await temporaryFolder()
    await folder.write(program, `#!/bin/sh\necho "$1"\n${script}\n`, 0o755)
    const order: string[] = []
    const onPush = () => order.push('the push begins')
    const onLine = (line: string) => order.push(line)
    await engine.run(aRequest(folder.path, { onPush, onLine }), 'build')
    expect(order).toEqual(expected)
  })

  test.each([
    ['docker', dockerEngine],
    ['buildah', buildahEngine('1.28.2')],
  ] as const)('never begins where %s has nothing to push', async (program, engine) => {
    await using folder = await temporaryFolder()
    await folder.write(program, '#!/bin/sh\necho "$1"\n', 0o755)
    const order: string[] = []
    const onPush = () => order.push('the push begins')
    const onLine = (line: string) => order.push(line)
    await engine.run(aRequest(folder.path, { push: undefined, onPush, onLine }), 'build')
    expect(order).toEqual(['build'])
  })
})

describe('a service that fails is named, and not who waits for it in turn', () => {
  const limits = { attemptMs: 3_000, budgetMs: 9_000 }
  const LEFT = String.raw`, tried again for up to \d\.\d s$`

  test.each([
    ['oidc', { status: 503 }, String.raw`^GitHub's OIDC endpoint \(HTTP 503\)`],
    [
      'sts',
      { code: 'Throttling', message: 'Rate exceeded', status: 400 },
      String.raw`^STS \(Rate exceeded\)`,
    ],
    ['ecr', { status: 503 }, String.raw`^ECR in ap-southeast-2 \(.+\)`],
  ] as const)('%s', async (part, fault, words) => {
    const { watch, seen } = watching()
    await using opened = await openAws({ limits, watch })
    opened[part].fail(fault, FOREVER)
    const asking = opened.registry.login().catch(() => undefined)
    await vi.waitFor(() => expect(opened[part].requests.length).toBeGreaterThan(1), { timeout: 5_000 })
    expect(seen()).toEqual([expect.stringMatching(new RegExp(words + LEFT))])
    opened.cancel.abort()
    await asking
    expect(seen()).toEqual([])
  })

  test("GitHub's API, in its words", async () => {
    await using part = await startScripted(json(429, { message: 'slow down' }, { 'retry-after': '1' }))
    const { watch, seen } = watching()
    const cancel = new AbortController()
    const github = openGithub({ apiUrl: part.url, token: 'a-token', signal: cancel.signal, watch })
    const asking = github.ask(({ request }) => request('GET /meta')).catch(() => undefined)
    await vi.waitFor(() => expect(seen()).toHaveLength(1), { timeout: 5_000 })
    expect(seen()[0]).toMatch(
      /^127\.0\.0\.1:\d+, which did not answer: HTTP 429, the rate limit of the token is reached, free again at \d{4}-\S+Z, tried again for up to \d\d s$/,
    )
    cancel.abort()
    await asking
  })
})

test('every transfer of git is watched from its begin to its end', async () => {
  const FILE = 'apps/x/kustomization.yaml'
  await using room = await openConfigRoom({ config: () => ({ [FILE]: 'one\n' }) })
  const { watch, seen, begun } = watching()
  const config = aConfig({
    remote: { url: `${room.git.url}/acme/config.git`, webUrl: undefined, label: 'acme/config' },
    credential: { kind: 'token', token: room.token },
  })
  const repository = new GitRepository(config, {
    ...aRun(),
    watch,
    workspace: new Workspace(room.temp),
    credential: async () => config.credential,
    signal: new AbortController().signal,
  })
  const reading = repository.read([FILE])
  expect(seen()).toEqual(['git clone, acme/config'])
  const { tip } = await reading
  expect(seen()).toEqual([])
  let during: readonly string[] = []
  room.git.beforePush(() => {
    during = seen()
  })
  const author = { name: 'Deploy Bot', email: 'bot@example.com' }
  const change = { files: new Map([[FILE, 'two\n']]), message: 'deploy\n', author }
  expect(await repository.commit(tip, change)).toMatchObject({ landed: true })
  expect(during).toEqual(['git push, acme/config'])
  await repository.read([FILE])
  expect(begun).toEqual(['git clone, acme/config', 'git push, acme/config', 'git fetch, acme/config'])
  expect(seen()).toEqual([])
})
