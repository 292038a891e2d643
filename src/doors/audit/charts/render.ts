import type { Step } from '../../../action.ts'
import { folderTree } from '../../../config-repository/folder/folder-tree.ts'
import { type HelmAnswer, imagesRendered } from '../../../effective/helm/rendered.ts'
import type { HelmUse } from '../../../effective/helm/use.ts'
import { type HelmRenderer, helmRenderer } from '../../../render/tool/helm.ts'
import type { Release } from '../../../render/tool/helm-job.ts'
import type { HelmAnswers, RenderCharts } from '../ports.ts'
import { copyInto } from './copy.ts'
import { releaseOf } from './release.ts'

/** Of one run: more charts with their values are left out, as are those that helm has not begun by then. */
interface Limits {
  readonly releases: number
  readonly milliseconds: number
}

const LIMITS: Limits = { releases: 200, milliseconds: 60_000 }
/** As many as helm renders beside each other. */
const AT_ONCE = 2

/** Asks helm, each chart with the same values once; undefined where there is none. */
export function chartRenderer(step: Step, limits = LIMITS): RenderCharts | undefined {
  const render = helmRenderer(step.environment.variables, step)
  if (!render) return undefined
  const known = new Map<string, HelmAnswer>()
  let runs = 0
  return async (uses, { root }) => {
    runs += 1
    const into = step.workspace.folder(`charts-${runs}`)
    const wanted = gathered(uses, { root, into, most: limits.releases })
    const open = [...wanted.releases].filter(([key]) => !known.has(key))
    const end = Date.now() + limits.milliseconds
    for (let at = 0; at < open.length && Date.now() < end; at += AT_ONCE) {
      const some = open.slice(at, at + AT_ONCE)
      for (const [key, answer] of await answersTo(some, { render, root: into, signal: step.signal }))
        known.set(key, answer)
    }
    return answered(wanted.keys, known, wanted.leftOut)
  }
}

interface Wanted {
  readonly use: HelmUse
  readonly release: Release
}

/** Copies what the charts are made of. What is the same has one key. */
function gathered(
  uses: readonly HelmUse[],
  { root, into, most }: { readonly root: string; readonly into: string; readonly most: number },
) {
  const copy = copyInto(into, folderTree(root))
  const keys = new Map<HelmUse, string>()
  const releases = new Map<string, Wanted>()
  const leftOut: HelmUse[] = []
  for (const use of uses) {
    const release = releases.size < most ? releaseOf(use) : undefined
    const content = release && copy.add(use.bundle?.folders ?? [], release.values)
    if (!release || content === undefined) {
      leftOut.push(use)
      continue
    }
    const key = JSON.stringify([release, content])
    keys.set(use, key)
    if (!releases.has(key)) releases.set(key, { use, release })
  }
  return { keys, releases, leftOut }
}

interface Asking {
  readonly render: HelmRenderer
  readonly root: string
  readonly signal: AbortSignal
}

async function answersTo(
  wanted: readonly (readonly [string, Wanted])[],
  { render, root, signal }: Asking,
): Promise<readonly (readonly [string, HelmAnswer])[]> {
  const vendored = wanted.flatMap(([, { use }]) => use.bundle?.vendored ?? [])
  const releases = wanted.map(([, { release }]) => release)
  try {
    const rendered = await render({ root, releases, texts: new Map(), vendored })
    return wanted.map(([key, { release }]) => {
      const rendering = rendered.get(release)
      if (!rendering?.ok) return [key, { failure: rendering?.message ?? 'helm has said nothing' }]
      return [key, { images: imagesRendered(rendering.manifests) }]
    })
  } catch (error) {
    // What is in the way of it, as a full disk, is no reason for an audit to end.
    signal.throwIfAborted()
    const failure = error instanceof Error ? error.message : String(error)
    return wanted.map(([key]) => [key, { failure }])
  }
}

function answered(
  keys: ReadonlyMap<HelmUse, string>,
  known: ReadonlyMap<string, HelmAnswer>,
  leftOut: readonly HelmUse[],
): HelmAnswers {
  const answers = new Map<HelmUse, HelmAnswer>()
  const left = [...leftOut]
  for (const [use, key] of keys) {
    const answer = known.get(key)
    if (answer) answers.set(use, answer)
    else left.push(use)
  }
  return { answers, leftOut: left }
}
