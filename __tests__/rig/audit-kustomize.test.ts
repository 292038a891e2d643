import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKustomize } from '../../src/effective/kustomize/engine.ts'
import { effectiveIn } from '../support/audit/effective.ts'
import { fixtures } from '../support/audit/fixtures.ts'
import { memoryFiles } from '../support/audit/memory-files.ts'
import { treeOf } from '../support/audit/trees.ts'
import { type Built, buildTogether, type Numbered } from './audit-builds.ts'
import { reduced } from './audit-reduce.ts'
import { layOut } from './kustomize.ts'

const TREES = Number(process.env.AUDIT_TREES ?? 2000)
const FIRST = Number(process.env.AUDIT_FIRST ?? 0)
/** So many overlays one process builds. */
const TOGETHER = 16
/** So many processes at once. */
const AT_ONCE = 2
/** How many of the overlays kustomize must render for the comparison to mean something. */
const LEAST_RENDERED = 0.85
const MOST_SHOWN = 3
/** Numbers of overlays of fixtures, and of what is tried, are none of a tree. */
const FIXTURES_FROM = 1_000_000
const TRIED_FROM = 2_000_000

type Texts = Readonly<Record<string, string>>

interface Difference {
  readonly name: string
  readonly files: Texts
  readonly overlay: string
  readonly expected: readonly string[]
  readonly got: readonly string[]
}

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rig-audit-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** What the audit works out for an overlay, with why it does not know all of it. */
function worked(files: Texts, overlay: string): readonly string[] {
  const { objects, unknown } = openKustomize(memoryFiles(files)).build(overlay)
  const effective = effectiveIn(objects.map((object) => object.root))
  return [...effective, ...unknown.map(({ message }) => `unknown: ${message}`)]
}

/** The same, but an error in words. */
function workedOrThrown(files: Texts, overlay: string): readonly string[] {
  try {
    return worked(files, overlay)
  } catch (error) {
    return [error instanceof Error ? `thrown: ${error.stack}` : String(error)]
  }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.join('\n') === other.join('\n')

interface Overlay extends Numbered {
  readonly name: string
  readonly overlay: string
  readonly files: () => Texts
}

async function differencesOf(
  overlays: readonly Overlay[],
): Promise<{ readonly rendered: number; readonly differences: readonly Difference[] }> {
  let rendered = 0
  const differences: Difference[] = []
  const compare = ({ name, overlay, files }: Overlay, built: Built | undefined): void => {
    if (!built?.ok) return
    rendered += 1
    const got = workedOrThrown(files(), overlay)
    if (!isSame(got, built.effective)) {
      differences.push({ name, files: files(), overlay, expected: built.effective, got })
    }
  }
  const groups = Array.from({ length: Math.ceil(overlays.length / TOGETHER) }, (_, index) =>
    overlays.slice(index * TOGETHER, (index + 1) * TOGETHER),
  )
  await inTurn(groups, async (group) => {
    const built = await buildTogether(root, group)
    for (const overlay of group) compare(overlay, built.get(overlay.number))
  })
  return { rendered, differences }
}

async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

let tries = 0

/** Of a difference as little as there is to it. */
async function smallest({ name, files, overlay }: Difference): Promise<Difference> {
  const both = async (less: Texts) => {
    tries += 1
    const folder = `tried/${tries}`
    await layOut(join(root, folder), less)
    const built = (await buildTogether(root, [{ number: TRIED_FROM + tries, folder: join(folder, overlay) }]))
      .values()
      .next().value
    await rm(join(root, folder), { recursive: true, force: true })
    const got = workedOrThrown(less, overlay)
    return built?.ok ? { expected: built.effective, got } : undefined
  }
  const left = await reduced(files, async (less) => {
    const made = await both(less)
    return made !== undefined && !isSame(made.expected, made.got)
  })
  const { expected = [], got = [] } = (await both(left)) ?? {}
  return { name, files: left, overlay, expected, got }
}

async function shown(differences: readonly Difference[]): Promise<string> {
  const reducedOnes: Difference[] = []
  for (const difference of differences.slice(0, MOST_SHOWN)) reducedOnes.push(await smallest(difference))
  return reducedOnes.map(textOf).join('\n')
}

const textOf = ({ name, files, overlay, expected, got }: Difference): string =>
  [
    `${name}: ${overlay}`,
    ...Object.entries(files).map(([path, text]) => `--- ${path}\n${text}`),
    '--- kustomize renders',
    ...expected,
    '--- the audit works out',
    ...got,
  ].join('\n')

describe('what reaches the cluster', () => {
  test(`is what kustomize renders, for ${TREES} generated trees`, { timeout: 600_000 }, async () => {
    const overlays: Overlay[] = []
    for (let seed = FIRST; seed < FIRST + TREES; seed += 1) {
      const tree = treeOf(seed)
      await layOut(join(root, `tree-${seed}`), tree.files)
      const files = () => tree.files
      overlays.push(
        ...tree.overlays.map((overlay, index) => ({
          number: seed * 16 + index,
          folder: `tree-${seed}/${overlay}`,
          name: `seed ${seed}`,
          overlay,
          files,
        })),
      )
    }
    const { rendered, differences } = await differencesOf(overlays)
    expect(rendered / overlays.length).toBeGreaterThan(LEAST_RENDERED)
    expect(differences.length === 0 ? '' : `${differences.length}:\n${await shown(differences)}`).toBe('')
  })

  test('is what kustomize renders, for every overlay of the fixtures', async () => {
    const overlays: Overlay[] = []
    for (const { name, files } of fixtures()) {
      await layOut(join(root, name), files)
      overlays.push(
        ...[...openKustomize(memoryFiles(files)).kustomizations.values()]
          .filter(({ isComponent }) => !isComponent)
          .map(({ folder: overlay }, index) => ({
            number: FIXTURES_FROM + overlays.length + index,
            folder: join(name, overlay),
            name,
            overlay,
            files: () => files,
          })),
      )
    }
    expect(overlays.length).toBeGreaterThan(20)
    const { rendered, differences } = await differencesOf(overlays)
    expect(rendered / overlays.length).toBeGreaterThan(LEAST_RENDERED)
    expect(differences.map(textOf).join('\n')).toBe('')
  })
})

test('overlays built together are what they are when built alone', async () => {
  const { files, overlays } = treeOf(FIRST + 7)
  await layOut(join(root, 'alone'), files)
  const numbered = overlays.map((overlay, index) => ({ number: index, folder: join('alone', overlay) }))
  const together = await buildTogether(root, numbered)
  for (const overlay of numbered) {
    const alone = await buildTogether(root, [overlay])
    expect(together.get(overlay.number)).toEqual(alone.get(overlay.number))
  }
})
