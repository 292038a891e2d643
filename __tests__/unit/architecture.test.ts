import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '../../src')
const FILES = globSync('**/*.ts', { cwd: SRC }).toSorted()
const textOf = (file: string): string => readFileSync(join(SRC, file), 'utf8')

interface Import {
  readonly from: string
  readonly typeOnly: boolean
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[\w*{][^'"]*?from\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g

/** Relative imports as paths from src, packages as they are. */
function importsOf(file: string): readonly Import[] {
  const text = textOf(file)
  const resolve = (name: string) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name)
  const fixed = [...text.matchAll(STATIC)].map(([, type, name = '']) => {
    return { from: resolve(name), typeOnly: type !== undefined }
  })
  const lazy = [...text.matchAll(DYNAMIC)].map(([, name = '']) => {
    return { from: resolve(name), typeOnly: false }
  })
  return [...fixed, ...lazy]
}

/** Everything that is loaded with a file; types are erased, so they load nothing. */
function loadedBy(file: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const { from, typeOnly } of importsOf(file)) {
    if (typeOnly || seen.has(from)) continue
    seen.add(from)
    if (from.endsWith('.ts')) loadedBy(from, seen)
  }
  return seen
}

/** What looks at the tree, remembers, or runs the tool. */
const RENDER_ACTS = /\/(?:graph|users|cases|memory|network|render-check|renderer|tool)\.ts$/

const PURE = [
  ...FILES.filter((file) => /^(?:inputs|plan|gitops\/edit)\//.test(file)),
  ...['message', 'order', 'order-problems', 'history', 'overlay', 'diff', 'advice', 'place', 'long-path'].map(
    (name) => `gitops/${name}.ts`,
  ),
  ...[
    'revisions',
    'comparison',
    'changed-paths',
    'untouched',
    'deployed',
    'wanted-values',
    'same-server',
    'write-failures',
  ].map((name) => `gitops/${name}.ts`),
  ...['propose', 'propose-entry', 'proposal'].map((name) => `gitops/${name}.ts`),
  ...FILES.filter((file) => file.startsWith('gitops/render/') && !RENDER_ACTS.test(file)),
  ...[
    'host',
    'reference',
    'manifest',
    'platform',
    'suitable',
    'proxy-login',
    'missing-repository',
    'withheld',
    'mutability',
  ].map((name) => `registry/${name}.ts`),
  ...['role-arn', 'claims', 'policy', 'widen', 'trust-policy'].map((name) => `identity/${name}.ts`),
  ...[
    'args',
    'capabilities',
    'failure',
    'failure-kind',
    'frontend',
    'guard-caches',
    'hints',
    'explain',
    'decide',
    'terminal',
    'weaknesses',
    'judge-builder',
  ].map((name) => `build/${name}.ts`),
  ...FILES.filter((file) => file.startsWith('report/') && file !== 'report/write-report.ts'),
  ...['git-settings', 'kept-settings', 'shell-quote'].map((name) => `runner/${name}.ts`),
  'source/source.ts',
  'source/trail.ts',
  'source/event.ts',
  'errors.ts',
  'one-line.ts',
  'json.ts',
  'csv.ts',
  'cut-line.ts',
]

const EDGE =
  /^(?:@actions\/|@aws-sdk\/|@smithy\/|node:(?:fs|child_process|https?|net|os|process|worker_threads)(?:\/|$))/

describe('pure rooms', () => {
  test.each(PURE)('%s loads no edge', (file) => {
    expect([...loadedBy(file)].filter((name) => EDGE.test(name))).toEqual([])
  })

  test.each(PURE)('%s does not look at process', (file) => {
    expect(textOf(file)).not.toMatch(/(?<![\w.'"`/-])process\s*[.[]/)
  })
})

/**
 * Rooms from the ground up: a file may import from its own room and from those named for it. `words` are the pure
 * files that name things (hosts, references, roles, the facts of a source), which any room may speak.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  words: ['errors'],
  inputs: ['errors', 'words'],
  plan: ['errors', 'words', 'inputs'],
  runner: ['errors'],
  source: ['words', 'runner'],
  identity: ['errors', 'words', 'plan', 'runner'],
  registry: ['errors', 'words', 'plan', 'runner', 'identity'],
  build: ['errors', 'words', 'inputs', 'plan', 'runner', 'registry'],
  gitops: ['errors', 'words', 'plan', 'runner'],
  report: ['errors', 'words', 'plan', 'runner', 'registry', 'gitops'],
  deploy: ['errors', 'words', 'inputs', 'plan', 'runner', 'registry', 'build', 'gitops', 'report'],
  post: ['runner'],
  index: [
    'errors',
    'words',
    'inputs',
    'deploy',
    'runner',
    'source',
    'identity',
    'registry',
    'build',
    'gitops',
    'report',
  ],
}

const WORDS = new Set([
  'registry/host.ts',
  'registry/reference.ts',
  'registry/manifest.ts',
  'registry/registry.ts',
  'identity/role-arn.ts',
  'source/source.ts',
  'source/trail.ts',
  'one-line.ts',
  'json.ts',
  'csv.ts',
  'cut-line.ts',
])

function roomOf(file: string): string {
  if (WORDS.has(file)) return 'words'
  return file.split('/')[0]?.replace(/\.ts$/, '') ?? ''
}

describe('imports', () => {
  test('every file belongs to a room', () => {
    expect(FILES.filter((file) => !(roomOf(file) in ROOMS))).toEqual([])
  })

  test('the rooms themselves lie in layers', () => {
    const order = Object.keys(ROOMS)
    for (const [room, below] of Object.entries(ROOMS)) {
      for (const other of below) {
        expect(order, `${room} -> ${other}`).toContain(other)
        if (room !== 'index')
          expect(order.indexOf(other), `${room} -> ${other}`).toBeLessThan(order.indexOf(room))
      }
    }
  })

  test.each(FILES)('%s imports only from rooms below it, types included', (file) => {
    const room = roomOf(file)
    const allowed = new Set([room, ...(ROOMS[room] ?? [])])
    const against = importsOf(file)
      .filter(({ from }) => from.endsWith('.ts') && !allowed.has(roomOf(from)))
      .map(({ from }) => from)
    expect(against).toEqual([])
  })

  test('no file reaches itself through its imports, types included', () => {
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const { from } of importsOf(file)) if (from.endsWith('.ts')) visit(from, [...path, file])
      done.add(file)
    }
    const done = new Set<string>()
    for (const file of FILES) visit(file, [])
    expect(circles).toEqual([])
  })

  test('every relative import names a file that exists', () => {
    const known = new Set(FILES)
    const dangling = FILES.flatMap((file) =>
      importsOf(file).flatMap(({ from }) =>
        from.endsWith('.ts') && !known.has(from) ? [`${file} -> ${from}`] : [],
      ),
    )
    expect(dangling).toEqual([])
  })
})

test('the post step loads what removes a folder, and nothing that could do more', () => {
  const loaded = ['runner/left-behind.ts', 'node:fs/promises', 'node:os', 'node:path']
  expect([...loadedBy('post.ts')]).toEqual(loaded)
})

describe('files', () => {
  test.each(FILES)('%s has at most 250 lines', (file) => {
    expect(textOf(file).split('\n').length - 1).toBeLessThanOrEqual(250)
  })

  test('only index.ts and post.ts do something when they are imported', () => {
    const statements = /^(?:await|void|process\.|core\.|[a-z]\w*\()/m
    expect(
      FILES.filter((file) => !/^(?:index|post)\.ts$/.test(file) && statements.test(textOf(file))),
    ).toEqual([])
  })
})

test('git is started in two places: for the config repository, and for checkouts', () => {
  const starters = FILES.filter((file) =>
    /(?:runCommand|spawn\w*|exec\w*)\(\s*['"`]git['"`]/.test(textOf(file)),
  )
  expect(starters).toEqual(['gitops/git/clone.ts', 'gitops/git/remote.ts', 'runner/repository.ts'])
})

test('every test file is in a layer that the gate runs', () => {
  const files = globSync('**/*.{test,spec}.*', {
    cwd: join(SRC, '..'),
    exclude: ['**/node_modules', 'coverage'],
  })
  expect(files.length).toBeGreaterThan(100)
  const layer = /^__tests__\/(?:unit|integration|e2e|rig)\/.*\.test\.ts$/
  expect(files.filter((file) => !layer.test(file))).toEqual([])
})
