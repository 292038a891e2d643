// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { problemOf } from '../unit/builders.ts'
import { APP, change, FILES, NAME, openApiRoom } from './api-room.ts'
import { errorOf } from './aws-room.ts'

const ID = /^[0-9a-f]{40}$/

describe('a repository at the API', () => {
  test('is read with one query: files, folders, and what is not there', async () => {
    await using room = await openApiRoom()
    const paths = ['', 'apps', 'apps/x', APP, 'README.md', 'apps/none', 'none/at/all', 'README.md/below']
    const { tip, nodes } = await room.repository().read(paths)
    expect(tip).toBe(await room.config.tip())
    expect(Object.fromEntries(nodes)).toEqual({
      '': { kind: 'folder', id: expect.stringMatching(ID), entries: ['README.md', 'apps', 'old.txt'] },
      apps: { kind: 'folder', id: expect.stringMatching(ID), entries: ['x', 'y'] },
      'apps/x': {
        kind: 'folder',
        id: expect.stringMatching(ID),
        entries: ['kustomization.yaml', 'odd.yaml'],
      },
      [APP]: { kind: 'file', id: expect.stringMatching(ID), text: FILES[APP] },
      'README.md': { kind: 'file', id: expect.stringMatching(ID), text: 'no final newline' },
    })
    expect(room.queries()).toBe(1)
  })

  test('is not asked for what a folder that was read has not', async () => {
    await using room = await openApiRoom()
    const repository = room.repository()
    const { tip } = await repository.read(['apps/x', APP])
    expect(
      await repository.nodesAt(tip, [APP, 'apps/x/.argocd-source.yaml', 'apps/x/a/b', 'z']),
    ).toMatchObject(new Map([[APP, { kind: 'file' }]]))
    expect(room.queries()).toBe(1)
    const more = await repository.nodesAt(tip, ['apps/x/odd.yaml', 'apps/y'])
    expect([...more].map(([path, { kind }]) => [path, kind])).toEqual([
      ['apps/x/odd.yaml', 'file'],
      ['apps/y', 'folder'],
    ])
    expect(room.queries()).toBe(2)
  })

  test('is read in batches, all of one commit', async () => {
    await using room = await openApiRoom()
    const paths = Array.from({ length: 250 }, (_, index) => `apps/n${index}`)
    const { nodes } = await room.repository().read([...paths, APP])
    expect([...nodes.keys()]).toEqual([APP])
    expect(room.queries()).toBe(3)
  })

  test('takes one commit with one mutation, signed, with its trailers', async () => {
    await using room = await openApiRoom()
    const repository = room.repository()
    const { tip } = await repository.read([APP])
    const outcome = await repository.commit(tip, change({ [APP]: 'two\n' }))
    expect(outcome).toEqual({ landed: true, commit: await room.config.tip() })
    expect(room.queries()).toBe(2)
    expect(await room.config.file(APP)).toBe('two\n')
    const raw = await room.inConfig(['cat-file', 'commit', 'HEAD'])
    expect(raw).toContain('gpgsig')
    expect(raw).toContain('deploy(x): one -> two\n\n  a body\n\nActor: octocat')
    const trailers = await room.inConfig(['log', '-1', '--format=%(trailers:key=Actor,valueonly)'])
    expect(trailers.trim()).toBe('octocat')
  })

  test('tells of a lost race as a value', async () => {
    await using room = await openApiRoom()
    const repository = room.repository()
    const { tip } = await repository.read([APP])
    const theirs = await room.config.commit({ files: { 'theirs.txt': 'theirs\n' }, message: 'Theirs' })
    expect(await repository.commit(tip, change({ [APP]: 'two\n' }))).toMatchObject({
      landed: false,
      unanswered: false,
      reason: expect.stringContaining('Expected branch to point to'),
    })
    expect(await room.config.tip()).toBe(theirs)
  })

  test.each([
    ['a 502 after it was taken', { status: 502, after: true }],
    ['a connection that breaks after it was taken', 'reset-after'],
  ] as const)('finds its commit after %s', async (_, fault) => {
    await using room = await openApiRoom()
    const repository = room.repository()
    const { tip } = await repository.read([APP])
    room.github.fail(fault, { on: 'graphql' })
    const ours = change({ [APP]: 'two\n' })
    expect(await repository.commit(tip, ours)).toMatchObject({ landed: false, unanswered: true })
    expect(room.queries()).toBe(2)
    await room.config.commit({ files: { [APP]: 'reverted\n' }, message: 'Theirs' })
    const sent = [{ id: undefined, message: ours.message }]
    expect(await repository.landed(sent)).toEqual({
      ...sent[0],
      id: await room.inConfig(['rev-parse', 'HEAD~1']),
    })
    expect(await repository.landed([{ id: undefined, message: 'Another' }])).toBeUndefined()
  })

  test('looks behind the newest tip that it has seen, whatever a server that is behind says', async () => {
    await using room = await openApiRoom()
    const repository = room.repository()
    const { tip } = await repository.read([APP])
    room.github.fail({ status: 502, after: true }, { on: 'graphql' })
    const ours = change({ [APP]: 'two\n' })
    await repository.commit(tip, ours)
    await repository.read([APP])
    room.github.switches.staleReads = 1
    expect(await repository.landed([{ id: undefined, message: ours.message }])).toMatchObject({
      id: await room.config.tip(),
    })
  })

  test('waits for a secondary limit, and is not sent twice', async () => {
    await using room = await openApiRoom()
    const repository = room.repository()
    const { tip } = await repository.read([APP])
    const body = JSON.stringify({ message: 'You have exceeded a secondary rate limit' })
    room.github.fail({ status: 403, body, headers: { 'retry-after': '1' } }, { on: 'graphql' })
    const before = performance.now()
    expect(await repository.commit(tip, change({ [APP]: 'two\n' }))).toMatchObject({ landed: true })
    expect(performance.now() - before).toBeGreaterThan(1000)
  })
})

describe('a server that is broken', () => {
  const broken = { status: 503, body: '{}' }

  test('is asked for what a commit is made of no longer than the time that is left', async () => {
    await using room = await openApiRoom()
    const repository = room.repository()
    const { tip } = await repository.read([])
    room.github.fail(broken, { on: 'graphql', times: Number.POSITIVE_INFINITY })
    await errorOf(repository.commit(tip, change({ [APP]: 'two\n' }), 0))
    expect(room.queries()).toBe(2)
  })

  test('is asked for further paths no longer than that', async () => {
    await using room = await openApiRoom()
    const paths = Array.from({ length: 150 }, (_, index) => `apps/n${index}`)
    room.github.fail({ delayMs: 1 }, { on: 'graphql' })
    room.github.fail(broken, { on: 'graphql', times: Number.POSITIVE_INFINITY })
    await errorOf(room.repository().read(paths, 0))
    expect(room.queries()).toBe(2)
  })
})

describe('what the API cannot write as it is', () => {
  test.each([
    ['100755', 'has the mode 100755'],
    ['120000', 'has the mode 120000'],
  ])('a file of mode %s goes by git, with a notice', async (mode, why) => {
    await using room = await openApiRoom()
    await remode(room, mode)
    const repository = room.repository()
    const { tip } = await repository.read([APP])
    expect(await repository.commit(tip, change({ [APP]: 'two\n' }))).toMatchObject({ landed: true })
    expect(room.said.join('\n')).toContain(why)
    expect(room.queries()).toBe(1)
  })

  test.each([
    ['a program', '100755', 'two\n', /has the mode 100755/, /git update-index --chmod=-x/],
    ['a link', '120000', 'two\n', /has the mode 120000/, /name the file that the link leads to/],
    [
      'too large',
      '100644',
      'x'.repeat(1024 * 1024 + 1),
      /it has 2 MiB, and the API takes 1 MiB/,
      /take the file apart/,
    ],
  ])(
    'with commit-via: api what is %s is refused before anything is sent',
    async (_what, mode, text, why, hint) => {
      await using room = await openApiRoom()
      await remode(room, mode)
      const repository = room.repository({ plan: { required: true } })
      const { tip } = await repository.read([APP])
      const next = change({ [APP]: text })
      for (const work of [repository.foresee(tip, next.files), repository.commit(tip, next)]) {
        const { problems } = await errorOf(work)
        expect(problems).toMatchObject([
          { code: 'CONFIG_REFUSED', message: expect.stringMatching(why), hint: expect.stringMatching(hint) },
        ])
        expect(problems[0]?.hint).toMatch(/^Set commit-via: auto/)
      }
      expect(await room.config.tip()).toBe(tip)
      expect(room.queries()).toBe(1)
      // What may go by git is no mistake.
      await room.repository().foresee(tip, next.files)
    },
  )

  test('41 MB go by git', async () => {
    await using room = await openApiRoom()
    const repository = room.repository()
    const { tip } = await repository.read([APP])
    const big = change({ [APP]: 'x'.repeat(41 * 1024 * 1024) })
    expect(await repository.commit(tip, big)).toMatchObject({ landed: true })
    expect(room.said.join('\n')).toContain('it has 41 MiB')
  })

  test('a link is a link, a folder of links is none, and other encodings are no text', async () => {
    await using room = await openApiRoom()
    await remode(room, '120000')
    const { nodes } = await room.repository().read([APP])
    expect(nodes.get(APP)).toEqual({ kind: 'symlink' })
  })
})

describe('what cannot be read', () => {
  const codeOf = async (given: Parameters<Awaited<ReturnType<typeof openApiRoom>>['repository']>[0]) => {
    await using room = await openApiRoom()
    const { problems } = await errorOf(room.repository(given).read([APP]))
    return problems[0]
  }

  test('a branch that is missing', async () => {
    expect(await codeOf({ config: { branch: 'prod' } })).toMatchObject({
      code: 'CONFIG_BRANCH_MISSING',
      message: expect.stringContaining('has no branch prod'),
    })
  })

  test('a repository that the token does not open', async () => {
    expect(await codeOf({ grant: { repositories: ['acme/other'] } })).toMatchObject({
      code: 'CONFIG_NOT_FOUND',
      hint: expect.stringContaining('config-token'),
    })
  })

  test('a token that GitHub does not know', async () => {
    expect(await codeOf({ token: 'ghs_unknown' })).toMatchObject({ code: 'CONFIG_DENIED' })
  })

  test('an archived repository is refused when it is read, and when it was archived since', async () => {
    await using room = await openApiRoom()
    const { options } = await room.github.repository(NAME)
    const repository = room.repository()
    const { tip } = await repository.read([APP])
    options.archived = true
    const archived = [
      {
        code: 'CONFIG_DENIED',
        message: expect.stringContaining('is archived and takes no commits'),
        hint: expect.stringMatching(/^Unarchive it in its settings/),
      },
    ]
    const again = room.repository()
    for (const work of [again.read([APP]), repository.commit(tip, change({ [APP]: 'two\n' }))]) {
      expect((await errorOf(work)).problems).toMatchObject(archived)
    }
    expect(await room.config.tip()).toBe(tip)
  })

  test('a token that may not write is refused at the commit, with the permission', async () => {
    await using room = await openApiRoom()
    const repository = room.repository({ grant: { permissions: { contents: 'read' } } })
    const { tip } = await repository.read([APP])
    const { problems } = await errorOf(repository.commit(tip, change({ [APP]: 'two\n' })))
    expect(problems).toMatchObject([
      { code: 'CONFIG_DENIED', hint: expect.stringContaining('contents: write') },
    ])
  })
})

/** The file as a program or a link. */
async function remode({ inConfig, place }: Awaited<ReturnType<typeof openApiRoom>>, mode: string) {
  await place({ mode, blob: await inConfig(['rev-parse', `HEAD:${APP}`]), path: APP })
}

describe('a token that GitHub does not know', () => {
  const UNKNOWN = { status: 401, body: '{"message":"Bad credentials"}' }
  const times = (count: number) => {
    let left = count
    return async () => {
      left -= 1
      return left >= 0
    }
  }

  test('yet, because it was made a moment ago, is used again: for what reads, and for what writes once', async () => {
    await using room = await openApiRoom()
    const repository = room.repository({ isNew: times(3) })
    room.github.fail(UNKNOWN, { on: 'graphql', times: 2 })
    const { tip } = await repository.read([APP])
    room.github.fail(UNKNOWN, { on: 'graphql' })
    expect(await repository.commit(tip, change({ [APP]: 'images: []\n' }))).toMatchObject({ landed: true })
    expect(await room.inConfig(['rev-list', '--count', `${tip}..main`])).toBe('1')
  })

  test('although it is not new is refused at once', async () => {
    await using room = await openApiRoom()
    room.github.fail(UNKNOWN, { on: 'graphql' })
    const repository = room.repository({ isNew: times(0) })
    expect(await problemOf(() => repository.read([APP]))).toMatchObject({ code: 'CONFIG_DENIED' })
    expect(room.queries()).toBe(1)
  })
})
