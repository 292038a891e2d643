import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type CommitGraph, growGraph } from '../../support/commit-graph.ts'
import { type ConfigRoom, openConfigRoom } from '../../support/config-room.ts'
import { git } from '../../support/git.ts'
import { type Random, seededRandom } from '../../support/random.ts'
import { imageUrl, type WriterTask, type Written, write } from '../../support/writers.ts'

const IMAGES = ['api', 'web', 'worker']
const OVERLAYS = ['apps/edge', 'apps/production', 'apps/staging']
const TARGETS = OVERLAYS.flatMap((overlay) => IMAGES.map((image) => `${image} ${overlay}`))
const HOLD = 'frozen for an audit'

/** What an overlay says of one image. */
interface Entry {
  commit: string
  hold: string | undefined
}
type State = ReadonlyMap<string, Entry>

interface Run extends WriterTask {
  startMs: number
  /** Reads the order from the checkout instead of the compare API. */
  hasHistory: boolean
}

const fileOf = (overlay: string): string => `${overlay}/kustomization.yaml`
const targetsOf = ({ images }: WriterTask): string[] =>
  images.flatMap(({ name, overlays }) => overlays.map((overlay) => `${name} ${overlay}`))
const isRollback = ({ policies }: WriterTask): boolean => policies?.onStale === 'write'

function overlayText(overlay: string, base: string, held: ReadonlySet<string>): string {
  const entries = IMAGES.map((image) => {
    const hold = held.has(`${image} ${overlay}`) ? `  # ecr-gitops: hold ${HOLD}\n` : ''
    return `${hold}  - name: ${image}\n    newName: ${imageUrl(image)}\n    newTag: "${base}"\n`
  })
  return `kind: Kustomization\nimages:\n${entries.join('')}`
}

function parseOverlay(overlay: string, text: string): [string, Entry][] {
  return IMAGES.map((image) => {
    const entry = new RegExp(
      `(?:  # ecr-gitops: hold (.*)\\n)?  - name: ${image}\\n    newName: \\S+\\n    newTag: "(.*)"\\n`,
    )
    const [, hold, commit = ''] = entry.exec(text) ?? []
    return [`${image} ${overlay}`, { commit, hold }]
  })
}

interface Model {
  graph: CommitGraph
  base: string
  held: ReadonlySet<string>
  /** Rolled back by one run each, to a commit that is older than every other one. */
  rolledBack: ReadonlySet<string>
  /** Reached by the run of the newest push. */
  newest: ReadonlySet<string>
  runs: readonly Run[]
}

/** Pushes, merges and branches that build at any time, for some of the images, into some of the overlays. */
function plan(random: Random, graph: CommitGraph, root: string): Model {
  const head = graph.main.at(-1) ?? ''
  const run = (commit: string, changes: Partial<Run> = {}): Omit<Run, 'id'> => {
    const overlays = random.some(OVERLAYS)
    return {
      images: random.some(IMAGES).map((name) => ({ name, overlays })),
      commit,
      startMs: random.below(900),
      buildMs: random.below(500),
      hasHistory: random.chance(0.25),
      ...changes,
    }
  }
  const candidates = [...graph.main.slice(1), ...graph.merged]
  const runs = [
    run(head, { images: random.some(IMAGES).map((name) => ({ name, overlays: OVERLAYS })) }),
    ...Array.from({ length: 6 }, () => run(random.pick(candidates))),
    ...(graph.aside.length > 0
      ? [run(random.pick(graph.aside)), run(random.pick(graph.aside), { policies: { onDiverged: 'skip' } })]
      : []),
    run(root, {
      policies: { onStale: 'write' },
      images: [{ name: random.pick(IMAGES), overlays: [random.pick(OVERLAYS)] }],
    }),
    // Every other one has built for so long that what it read before is old.
  ].map((one, index) => ({ ...one, id: `${100 + index}`, ...(index % 2 === 1 ? { newForMs: 0 } : {}) }))
  return {
    graph,
    base: graph.main[2] ?? '',
    held: new Set(TARGETS.filter(() => random.chance(0.2))),
    rolledBack: new Set(runs.filter(isRollback).flatMap(targetsOf)),
    newest: new Set(runs.filter(({ commit }) => commit === head).flatMap(targetsOf)),
    runs,
  }
}

async function stateAt(room: ConfigRoom, commit: string): Promise<State> {
  const texts = await Promise.all(
    OVERLAYS.map(
      async (overlay) => [overlay, (await room.config.file(fileOf(overlay), commit)) ?? ''] as const,
    ),
  )
  return new Map(texts.flatMap(([overlay, text]) => parseOverlay(overlay, text)))
}

/** Why this change of one entry must not be, as the rules say; undefined for one that is right. */
function wrongChange(graph: CommitGraph, run: Run, [before, after]: [Entry, Entry]): string | undefined {
  if (after.commit !== run.commit) return `${after.commit} is not the commit of the run`
  const relation = graph.relation(before.commit, after.commit)
  if (relation === 'behind') {
    if (!isRollback(run)) return 'an automatic run went back to an older commit'
    return after.hold?.startsWith('rolled back by ') ? undefined : 'a rollback left no hold'
  }
  if (before.hold !== undefined) return `a hold (${before.hold}) was not respected`
  if (after.hold !== undefined) return 'a hold was written by a run that is no rollback'
  if (relation === 'diverged' && !graph.isOnMain(run.commit)) return 'a branch went over the default branch'
  return undefined
}

/** Whether the run was right to leave an entry as it was in this state. */
function mayLeave(graph: CommitGraph, run: Run, outcome: string, { commit, hold }: Entry): boolean {
  const relation = graph.relation(commit, run.commit)
  switch (outcome) {
    case 'unchanged':
      return relation === 'identical'
    case 'superseded':
      return relation === 'behind' || (relation === 'diverged' && run.policies?.onDiverged === 'skip')
    case 'held':
      return hold !== undefined && !(isRollback(run) && relation === 'behind')
    default:
      return false
  }
}

interface Observed {
  states: readonly State[]
  /** The run behind each state but the first. */
  writers: readonly string[]
}

async function observe(room: ConfigRoom): Promise<Observed> {
  const log = (await room.config.log()).toReversed().slice(1)
  const states = await Promise.all(log.map(({ sha }) => stateAt(room, sha)))
  const writers = log.slice(1).map(({ message }) => /^Correlation-Id: gh-(\d+)-1$/m.exec(message)?.[1] ?? '?')
  return { states, writers }
}

const entryOf = (state: State | undefined, target: string): Entry =>
  state?.get(target) ?? { commit: 'no such entry', hold: undefined }

/** Everything that the history of the config repository has against the rules. */
function faultsIn(model: Model, { states, writers }: Observed, written: readonly Written[]): string[] {
  const runs = new Map(model.runs.map((run) => [run.id, run]))
  const steps = writers.flatMap((id, index) => {
    const run = runs.get(id)
    if (!run) return [`commit ${index} is of nobody`]
    return TARGETS.flatMap((target) => {
      const [before, after] = [entryOf(states[index], target), entryOf(states[index + 1], target)]
      if (before.commit === after.commit && before.hold === after.hold) return []
      const wrong = targetsOf(run).includes(target)
        ? wrongChange(model.graph, run, [before, after])
        : 'it is no target of the run'
      return wrong ? [`run ${id}, ${target}: ${wrong}`] : []
    })
  })
  return [...steps, ...written.flatMap((one) => unexplained(model, { states, writers }, one))]
}

/** What a run says it did not write must be explained by a state that the repository was in. */
function unexplained(model: Model, { states, writers }: Observed, one: Written): string[] {
  const run = model.runs.find(({ id }) => id === one.id)
  if (!run) return [`nobody asked for ${one.id}`]
  const commits = writers.filter((id) => id === one.id).length
  if (one.error !== undefined) {
    const refused = targetsOf(run).some((target) =>
      states.some((state) => model.graph.relation(entryOf(state, target).commit, run.commit) === 'diverged'),
    )
    const right = one.error.startsWith('ORDER_DIVERGED') && refused && !model.graph.isOnMain(run.commit)
    return right && commits === 0 ? [] : [`run ${one.id} failed: ${one.error}`]
  }
  const faults =
    commits === (one.commit === undefined ? 0 : 1) ? [] : [`run ${one.id} has ${commits} commits`]
  for (const [target, outcome] of Object.entries(one.outcomes)) {
    if (outcome === 'write') continue
    if (!states.some((state) => mayLeave(model.graph, run, outcome, entryOf(state, target)))) {
      faults.push(`run ${one.id}, ${target}: nothing explains ${outcome}`)
    }
  }
  return faults
}

/** What every entry must be in the end, whatever came first; undefined where several ends are right. */
function expectedEnd({ graph, base, held, rolledBack, newest }: Model, root: string, target: string) {
  if (rolledBack.has(target))
    return { commit: root, hold: expect.stringMatching(/^rolled back by octocat, http/) }
  if (held.has(target)) return { commit: base, hold: HOLD }
  if (newest.has(target)) return { commit: graph.main.at(-1), hold: undefined }
  return undefined
}

async function runAll(room: ConfigRoom, random: Random, model: Model): Promise<Written[]> {
  const transport = random.chance(0.5) ? 'file' : 'http'
  const checkout = `${room.root}/checkout`
  await git(['clone', '-q', '--template=', room.service.directory, checkout], { cwd: room.root })
  for (const branch of model.graph.aside) await git(['fetch', '-q', 'origin', branch], { cwd: checkout })
  for (let left = 80; left > 0; left -= 1) room.github.fail({ delayMs: random.below(120) }, { on: 'compare' })
  room.git.beforePush(() => sleep(random.below(60)), Number.POSITIVE_INFINITY)
  return Promise.all(
    model.runs.map(async (run) => {
      await sleep(run.startMs)
      return write({ ...room.over(transport), ...(run.hasHistory ? { checkout } : {}) }, run)
    }),
  )
}

const given = process.env.ORDER_MODEL_SEEDS?.split(',').map(Number)
const SEEDS = given ?? [1, 2, 3, 4, 5, 6]

test.each(SEEDS)('every overlay ends at its newest commit, whatever was first (seed %i)', async (seed) => {
  const random = seededRandom(seed)
  await using room = await openConfigRoom({ config: () => ({ 'README.md': '# platform-config\n' }) })
  const [root = ''] = room.commits
  const graph = await growGraph(room.service, room.commits, { random, pushes: 7 })
  const model = plan(random, graph, root)
  const files = OVERLAYS.map((overlay) => [fileOf(overlay), overlayText(overlay, model.base, model.held)])
  await room.config.commit({ files: Object.fromEntries(files), message: 'Overlays' })

  const written = await runAll(room, random, model)

  const observed = await observe(room)
  const end = observed.states.at(-1)
  expect.soft(faultsIn(model, observed, written), `seed ${seed}`).toEqual([])
  for (const target of TARGETS) {
    const expected = expectedEnd(model, root, target)
    const entry = entryOf(end, target)
    if (expected) expect.soft(entry, `seed ${seed}, ${target}`).toEqual(expected)
    // No deploy is lost: nothing that ran, and did not fail, is newer than what is there.
    for (const { id, error } of written) {
      const run = model.runs.find((one) => one.id === id)
      if (!run || error !== undefined || entry.hold !== undefined || !targetsOf(run).includes(target))
        continue
      expect
        .soft(graph.relation(entry.commit, run.commit), `seed ${seed}, run ${id}, ${target}`)
        .not.toBe('ahead')
    }
  }
})
