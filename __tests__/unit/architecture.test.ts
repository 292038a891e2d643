import { globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '../../src')
const FILES = globSync('**/*.ts', { cwd: SRC }).toSorted()
const textOf = (file: string): string => readFileSync(join(SRC, file), 'utf8')

interface Import {
  readonly from: string
  readonly typeOnly: boolean
  /** Loaded when the code gets there, and not with the file. */
  readonly lazy: boolean
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[\w*{][^'"]*?from\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*(?:\/\*[^*]*\*\/\s*)?['"]([^'"]+)['"]/g

/** Relative imports as paths from src, packages as they are. */
function importsOf(file: string): readonly Import[] {
  const text = textOf(file)
  const resolve = (name: string) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name)
  const fixed = [...text.matchAll(STATIC)].map(([, type, name = '']) => {
    return { from: resolve(name), typeOnly: type !== undefined, lazy: false }
  })
  const lazy = [...text.matchAll(DYNAMIC)].map(([, name = '']) => {
    return { from: resolve(name), typeOnly: false, lazy: true }
  })
  return [...fixed, ...lazy]
}

/** Everything that a file may come to load; types are erased, so they load nothing. */
function loadedBy(file: string, seen = new Set<string>(), isSeen = (_: Import) => true): ReadonlySet<string> {
  for (const one of importsOf(file)) {
    const { from, typeOnly } = one
    if (typeOnly || seen.has(from) || !isSeen(one)) continue
    seen.add(from)
    if (from.endsWith('.ts')) loadedBy(from, seen, isSeen)
  }
  return seen
}

/** Rooms and sub-rooms that only decide: what they are given they turn into values. The last one is what writes a report. */
const PURE =
  /^(?:names|errors|inputs|plan|edit|gitops|report|config-repository|render|effective|diagnosis|images\/(?:failure|merge)|doors\/[^/]+\/(?:plan|rules))\/|^doors\/[^/]+\/(?:inputs|record|summary)\.ts$/
const ACTS = /^(?:report\/write-report\.ts$|config-repository\/(?:git|api|folder)\/|render\/tool\/)/
const PURE_FILES = FILES.filter((file) => PURE.test(file) && !ACTS.test(file))

const EDGE =
  /^(?:@actions\/|@aws-sdk\/|@octokit\/|@smithy\/|simple-git$|node:(?:fs|child_process|https?|net|os|process|worker_threads)(?:\/|$))/

describe('pure rooms', () => {
  test.each(PURE_FILES)('%s loads no edge', (file) => {
    expect([...loadedBy(file)].filter((name) => EDGE.test(name))).toEqual([])
  })

  test.each(PURE_FILES)('%s does not look at process', (file) => {
    expect(textOf(file)).not.toMatch(/(?<![\w.'"`/-])process\s*[.[]/)
  })
})

/** Rooms from the ground up: a file may import from its own room and from those named for it, types included. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  names: [],
  errors: [],
  runner: ['errors'],
  inputs: ['names', 'errors'],
  plan: ['names', 'inputs'],
  github: ['names', 'errors', 'runner'],
  source: ['names', 'errors', 'runner', 'github'],
  edit: ['names', 'errors'],
  report: ['names', 'errors', 'runner'],
  aws: ['names', 'errors', 'runner', 'plan', 'source'],
  images: ['names', 'errors', 'runner', 'inputs', 'plan', 'source', 'aws'],
  'config-repository': ['names', 'errors', 'runner', 'plan', 'edit', 'github'],
  gitops: ['names', 'errors', 'runner', 'plan', 'github', 'source', 'edit', 'report', 'config-repository'],
  render: ['names', 'errors', 'runner', 'edit', 'config-repository', 'gitops'],
  effective: ['names', 'errors', 'edit', 'render'],
  diagnosis: ['names', 'errors', 'effective'],
  action: ['errors', 'inputs', 'report', 'runner'],
  doors: [
    'action',
    'names',
    'errors',
    'runner',
    'inputs',
    'plan',
    'github',
    'source',
    'edit',
    'report',
    'aws',
    'images',
    'config-repository',
    'gitops',
    'render',
    'effective',
    'diagnosis',
  ],
  cli: ['action', 'names', 'errors', 'runner', 'inputs', 'report', 'doors'],
  post: ['runner'],
  index: ['action', 'doors', 'cli'],
}

const roomOf = (file: string): string => file.split('/')[0]?.replace(/\.ts$/, '') ?? ''

const linesOf = (file: string): number => textOf(file).split('\n').length - 1
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** Where every later door has the same: how its inputs read, what it does, what it remembers and says. */
const DOOR_FILES = ['inputs.ts', 'open.ts', 'plan', 'record.ts', 'story.ts', 'summary.ts']

describe('rooms', () => {
  test('are at most twenty', () => {
    const folders = Object.keys(ROOMS).filter((room) => !FILES.includes(`${room}.ts`))
    expect(folders.length).toBeLessThanOrEqual(20)
    expect([...new Set(FILES.map(roomOf))].toSorted()).toEqual(Object.keys(ROOMS).toSorted())
  })

  test('none holds more than a fifth of the source', () => {
    const all = sum(FILES.map(linesOf))
    const large = Object.keys(ROOMS).filter(
      (room) => sum(FILES.filter((file) => roomOf(file) === room).map(linesOf)) > all / 5,
    )
    expect(large).toEqual([])
  })

  test('no folder holds more than twenty files', () => {
    const folders = Map.groupBy(FILES, dirname)
    expect([...folders].filter(([, files]) => files.length > 20).map(([folder]) => folder)).toEqual([])
  })

  test('every door has the same file names, and none imports another', () => {
    const doors = readdirSync(join(SRC, 'doors'))
    for (const door of doors) {
      expect(readdirSync(join(SRC, 'doors', door)), door).toEqual(expect.arrayContaining(DOOR_FILES))
    }
    const crossing = FILES.flatMap((file) => {
      const [, door] = /^doors\/([^/]+)\//.exec(file) ?? []
      const others = importsOf(file).filter(
        ({ from }) => /^doors\//.test(from) && !from.startsWith(`doors/${door}/`),
      )
      return door ? others.map(({ from }) => `${file} -> ${from}`) : []
    })
    expect(crossing).toEqual([])
  })

  test('the unit tests lie as the source does', () => {
    const tests = globSync('**/*.test.ts', { cwd: import.meta.dirname }).filter((file) => file.includes('/'))
    // What is of all rooms lies above them, or is slow.
    const folders = new Set([...FILES.map(dirname), 'slow'])
    expect(tests.length).toBeGreaterThan(50)
    expect(tests.filter((file) => !folders.has(dirname(file)))).toEqual([])
  })
})

describe('imports', () => {
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

test('the write path knows neither a run nor a build', () => {
  const writing = FILES.filter((file) => /^(?:gitops|render|config-repository|edit)\//.test(file))
  const knowing = writing.filter(
    (file) =>
      importsOf(file).some(({ from }) => from === 'source/source.ts') ||
      /\b(?:PushedImage|ImagePlan|BuildPlan)\b/.test(textOf(file)),
  )
  expect(writing.length).toBeGreaterThan(50)
  expect(knowing).toEqual([])
})

test('decisions of a write know an entry, and not what kind of file it is in', () => {
  const kinds = FILES.filter((file) => file.startsWith('gitops/')).flatMap((file) =>
    importsOf(file).flatMap(({ from }) => (/^edit\/.*\//.test(from) ? [`${file} -> ${from}`] : [])),
  )
  expect(kinds).toEqual([])
})

test('the post step loads what removes a folder, and nothing that could do more', () => {
  const loaded = ['runner/left-behind.ts', 'node:fs/promises', 'node:os', 'node:path']
  expect([...loadedBy('post.ts')]).toEqual(loaded)
})

test('a door comes without what few runs need, or what takes long to load: that follows while others work', () => {
  const doors = FILES.filter((file) => /^doors\/[^/]+\/open\.ts$/.test(file))
  const heavy =
    /^(?:@aws-sdk\/|@smithy\/|@octokit\/|@actions\/github|simple-git$|yaml$|diff$|node:https?$|images\/failure\/.*hints\.ts$|github\/|config-repository\/api\/|edit\/)/
  expect(doors.length).toBeGreaterThan(0)
  for (const door of doors) {
    const loaded = [...loadedBy(door, new Set(), ({ lazy }) => !lazy)]
    expect(
      loaded.filter((name) => heavy.test(name)),
      door,
    ).toEqual([])
  }
})

describe('files', () => {
  test.each(FILES)('%s has at most 250 lines', (file) => {
    expect(textOf(file).split('\n').length - 1).toBeLessThanOrEqual(250)
  })

  test('only post.ts does something when it is imported', () => {
    const statements = /^(?:await|void|process\.|core\.|[a-z]\w*\()/m
    expect(FILES.filter((file) => file !== 'post.ts' && statements.test(textOf(file)))).toEqual([])
  })
})

describe('one process may have many runs', () => {
  /** What could be filled later, by one run for another; what is kept by an object of a run goes with it. */
  const KEPT =
    /^(?:export )?(?:let|var) (\w+)|^(?:export )?const (\w+)[^=\n]*=\s*(?:new (?:Map|Set)(?:<[^\n]*>)?\(\)|\[\]|\{\})$|^\s+(?:private )?static (?:readonly )?(#?\w+)[^=(\n]*=/gm

  test('no module keeps anything of one', () => {
    const kept = FILES.flatMap((file) =>
      [...textOf(file).matchAll(KEPT)].map((found) => `${file}: ${found.slice(1).find(Boolean)}`),
    )
    // Equal words are the same, whoever reads them; standard output is one, whichever run waits for it.
    expect(kept).toEqual(['effective/yaml/words.ts: known', 'runner/log.ts: draining'])
  })

  test('the environment of the process is read where a run begins, and where the process itself is meant', () => {
    const readers = FILES.filter((file) => /\bprocess\.env\b|\benv\b[^=\n]*\} = process\b/.test(textOf(file)))
    expect(readers).toEqual(['action.ts', 'cli/start.ts', 'post.ts', 'runner/conceal.ts', 'runner/http.ts'])
  })
})

test('git is started in one place, and nobody else knows the library for it', () => {
  const starters = FILES.filter((file) =>
    /(?:runCommand|spawn\w*|exec\w*)\(\s*['"`]git['"`]/.test(textOf(file)),
  )
  const importers = FILES.filter((file) => textOf(file).includes("'simple-git'"))
  expect({ starters, importers }).toEqual({ starters: ['runner/git.ts'], importers: ['runner/git.ts'] })
})

describe("GitHub's API", () => {
  const OCTOKIT = /^@(?:octokit\/|actions\/github(?:\/|$))/
  const uses = FILES.flatMap((file) =>
    importsOf(file)
      .filter(({ from }) => OCTOKIT.test(from))
      .map((one) => ({ ...one, file })),
  )

  test('has one way to it: no room but github names an Octokit', () => {
    expect(uses.map(({ file }) => roomOf(file))).toContain('github')
    expect(uses.filter(({ file }) => roomOf(file) !== 'github')).toEqual([])
  })

  test('loads its one package on demand', () => {
    const loaded = uses.filter(({ typeOnly }) => !typeOnly)
    const expected = { file: 'github/client.ts', from: '@octokit/core', lazy: true }
    expect(loaded).toMatchObject([expected])
  })
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
