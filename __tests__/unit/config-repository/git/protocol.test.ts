import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type BatchObject,
  BatchReader,
  fastImportStream,
  nodeOf,
  parseTree,
} from '../../../../src/config-repository/git/protocol.ts'
import { git, isolatedGitEnv } from '../../../support/git.ts'
import { must } from '../../builders.ts'
import { temporaryFolder } from '../../temporary.ts'

const run = (cwd: string, args: readonly string[], input: string): Buffer =>
  spawnSync('git', args, { cwd, input, env: isolatedGitEnv() }).stdout

/** However the answers come: in pieces of this many bytes. */
function parseBatch(output: Buffer, count: number, piece = output.length): readonly BatchObject[] {
  const reader = new BatchReader(() => true)
  for (let at = 0; at < output.length; at += piece) reader.take(output.subarray(at, at + piece))
  return reader.finish(count)
}

/** A repository with a file, an executable, a symlink, a submodule, a binary file and odd names. */
async function repository(format: 'sha1' | 'sha256' = 'sha1') {
  const folder = await temporaryFolder()
  const cwd = folder.path
  await git(['init', '--quiet', '--initial-branch=main', `--object-format=${format}`], { cwd })
  await folder.write('apps/prod/kustomization.yaml', 'images: []\n')
  await folder.write('apps/prod/run.sh', '#!/bin/sh\n', 0o755)
  await folder.write('apps/ü "quoted" \\back.yaml', '\ufeffü\r\n')
  await folder.write('apps/empty', '')
  await writeFile(join(cwd, 'apps/binary'), Buffer.from([0xff, 0xfe, 0x0a, 0x00]))
  await git(['add', '.'], { cwd })
  const link = await git(['hash-object', '-w', '--stdin'], { cwd, stdin: 'prod' })
  await git(['update-index', '--add', '--cacheinfo', `120000,${link},apps/link`], { cwd })
  const module = 'c'.repeat(format === 'sha1' ? 40 : 64)
  await git(['update-index', '--add', '--cacheinfo', `160000,${module},apps/module`], { cwd })
  await git(['commit', '--quiet', '-m', 'first'], { cwd })
  const head = await git(['rev-parse', 'HEAD'], { cwd })
  return { ...folder, cwd, head }
}

describe.each(['sha1', 'sha256'] as const)('answers of git cat-file --batch, %s', (format) => {
  test('are read in the order of the questions, missing ones included', async () => {
    await using made = await repository(format)
    const questions = [
      'HEAD^{commit}',
      'HEAD:apps/missing',
      'HEAD:apps/prod/kustomization.yaml',
      'HEAD:apps/empty',
      'HEAD:apps',
      'nothing at all 1',
    ]
    const objects = parseBatch(
      run(made.cwd, ['cat-file', '--batch'], `${questions.join('\n')}\n`),
      questions.length,
    )
    expect(objects.map((object) => object?.type)).toEqual([
      'commit',
      undefined,
      'blob',
      'blob',
      'tree',
      undefined,
    ])
    expect(objects[0]?.id).toBe(made.head)
    expect(objects[2]?.content?.toString()).toBe('images: []\n')
    expect(objects[3]?.content?.length).toBe(0)
  })

  test('hold trees whose names, modes and kinds are read', async () => {
    await using made = await repository(format)
    const [tree] = parseBatch(run(made.cwd, ['cat-file', '--batch'], 'HEAD:apps\n'), 1)
    const { content, id } = must(tree)
    const entries = parseTree(must(content), id.length / 2)
    expect(Object.fromEntries(entries.map(({ name, mode }) => [name, mode]))).toEqual({
      binary: '100644',
      empty: '100644',
      link: '120000',
      module: '160000',
      prod: '40000',
      'ü "quoted" \\back.yaml': '100644',
    })
    const names = ['binary', 'empty', 'link', 'prod', 'ü "quoted" \\back.yaml']
    const objects = parseBatch(
      run(made.cwd, ['cat-file', '--batch'], names.map((name) => `HEAD:apps/${name}\n`).join('')),
      names.length,
    )
    const nodes = names.map((name, index) =>
      nodeOf(must(objects[index]), entries.find((entry) => entry.name === name)?.mode),
    )
    const idOf = (index: number) => must(objects[index]).id
    expect(nodes).toEqual([
      { kind: 'binary' },
      { kind: 'file', id: idOf(1), text: '' },
      { kind: 'symlink' },
      { kind: 'folder', id: idOf(3), entries: ['kustomization.yaml', 'run.sh'] },
      // Every byte counts: the byte order mark and CRLF stay.
      { kind: 'file', id: idOf(4), text: '\ufeffü\r\n' },
    ])
  })

  test('of a submodule whose commit is in the repository are a submodule still', async () => {
    await using made = await repository(format)
    const { cwd, head } = made
    await git(['update-index', '--add', '--cacheinfo', `160000,${head},self`], { cwd })
    await git(['commit', '--quiet', '-m', 'second'], { cwd })
    const [object] = parseBatch(run(cwd, ['cat-file', '--batch'], 'HEAD:self\n'), 1)
    expect(must(object)).toMatchObject({ id: head, type: 'commit' })
    expect(nodeOf(must(object), '160000')).toEqual({ kind: 'submodule' })
  })

  test('are not kept where they do not fit, and nothing behind them is', async () => {
    await using made = await repository(format)
    const names = ['HEAD:apps/empty', 'HEAD:apps/prod/run.sh', 'HEAD:apps/prod/kustomization.yaml']
    const output = run(made.cwd, ['cat-file', '--batch'], names.map((name) => `${name}\n`).join(''))
    const seen: number[] = []
    const reader = new BatchReader(({ bytes }) => seen.push(bytes) < 2)
    expect(reader.take(output)).toBe(false)
    expect(reader.take(output)).toBe(false)
    expect(seen).toEqual([0, 10])
    expect(reader.finish(1)).toMatchObject([{ type: 'blob', bytes: 0 }])
    expect(() => reader.finish(2)).toThrow('ended early')
  })

  test('without the line end behind an object are no answers, and nothing of them is kept', () => {
    const reader = new BatchReader(() => true)
    expect(reader.take(Buffer.from(`${'a'.repeat(format === 'sha1' ? 40 : 64)} blob 3\nabcd`))).toBe(false)
    expect(() => reader.finish(1)).toThrow('ended early')
  })

  test('that end early are an error, wherever they are cut: half a file must never be edited', async () => {
    await using made = await repository(format)
    const output = run(
      made.cwd,
      ['cat-file', '--batch'],
      'HEAD:apps/prod/run.sh\nHEAD:apps/prod/kustomization.yaml\n',
    )
    expect(parseBatch(output, 2)).toHaveLength(2)
    for (const piece of [1, 2, 7, 64]) expect(parseBatch(output, 2, piece)).toEqual(parseBatch(output, 2))
    for (let length = 0; length < output.length; length += 1) {
      expect(
        () => parseBatch(output.subarray(0, length), 2),
        `cut at ${length} of ${output.length}`,
      ).toThrow()
    }
  })
})

describe('a git fast-import stream', () => {
  const time = new Date('2026-11-20T10:00:00.900Z')
  const author = { name: 'Zoë [bot]', email: 'bot@example.com' }

  async function importInto(cwd: string, stream: string): Promise<string> {
    return git(['fast-import', '--quiet', '--force', '--done'], { cwd, stdin: stream })
  }

  test.each(['sha1', 'sha256'] as const)(
    'makes one commit that changes only its files, %s',
    async (format) => {
      await using made = await repository(format)
      const { cwd, head } = made
      const files = new Map([
        ['apps/prod/kustomization.yaml', { text: 'images:\n- name: ü # “x”\n', mode: '100644' }],
        ['apps/prod/run.sh', { text: 'no final line break', mode: '100755' }],
        ['apps/ü "quoted" \\back.yaml', { text: '\ufeffb\r\n', mode: '100644' }],
      ])
      const message = 'deploy(ü): a -> b\n\ndata 3\nfrom x\n\nImage: y\n'
      const commit = await importInto(
        cwd,
        fastImportStream('refs/deploy/next', { parent: head, message, author, files, time }),
      )
      expect(commit).toMatch(format === 'sha1' ? /^[0-9a-f]{40}$/ : /^[0-9a-f]{64}$/)
      expect(
        await git(['log', '-1', '--format=%P|%an|%ae|%cn|%ce|%at|%ad', '--date=iso-strict', commit], { cwd }),
      ).toBe(
        `${head}|Zoë [bot]|bot@example.com|Zoë [bot]|bot@example.com|1795168800|2026-11-20T10:00:00+00:00`,
      )
      expect(await git(['log', '-1', '--format=%B', commit], { cwd })).toBe(message)
      expect(
        await git(['-c', 'core.quotePath=false', 'diff', '--raw', '--no-abbrev', '-z', head, commit], {
          cwd,
        }).then((raw) => raw.split('\0').filter((part) => part.startsWith('apps'))),
      ).toEqual([...files.keys()])
      expect(await git(['ls-tree', `${commit}:apps/prod`, 'run.sh'], { cwd })).toMatch(/^100755 /)
      for (const [path, { text }] of files) {
        expect(run(cwd, ['cat-file', 'blob', `${commit}:${path}`], '').toString()).toBe(text)
      }
      expect(await git(['ls-tree', '-r', '--name-only', '-z', commit], { cwd })).toBe(
        await git(['ls-tree', '-r', '--name-only', '-z', head], { cwd }),
      )
      expect(await git(['rev-parse', 'HEAD'], { cwd })).toBe(head)
      await git(['fsck', '--strict', commit], { cwd })
    },
  )

  test('can be made twice: the second is not built on the first', async () => {
    await using made = await repository()
    const { cwd, head } = made
    const commit = (text: string) =>
      importInto(
        cwd,
        fastImportStream('refs/deploy/next', {
          parent: head,
          message: 'm\n',
          author,
          files: new Map([['apps/empty', { text, mode: '100644' }]]),
          time,
        }),
      )
    await commit('one')
    const second = await commit('two')
    expect(await git(['rev-parse', `${second}^`], { cwd })).toBe(head)
  })

  test('cannot be broken out of by the text of a file or a message', async () => {
    await using made = await repository()
    const hostile =
      'x\ndone\nreset refs/heads/main\nfrom 0000000000000000000000000000000000000000\n\nM 100644 inline evil\ndata 1\ny\n'
    const commit = await importInto(
      made.cwd,
      fastImportStream('refs/deploy/next', {
        parent: made.head,
        message: hostile,
        author,
        files: new Map([['apps/empty', { text: hostile, mode: '100644' }]]),
        time,
      }),
    )
    expect(await git(['diff', '--name-only', made.head, commit], { cwd: made.cwd })).toBe('apps/empty')
    expect(await git(['rev-parse', 'refs/heads/main'], { cwd: made.cwd })).toBe(made.head)
  })
})
