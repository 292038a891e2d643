import { fail } from '../errors/errors.ts'
import { isGlob } from '../names/path.ts'
import { closePath, closePattern } from '../names/paths/close-path.ts'
import type { WantedImage } from '../plan/deployment.ts'
import { TARGET_INPUTS, type Target, targetName } from '../plan/target.ts'
import { kustomizationPaths, matchFiles, matchOverlays, namePaths, pathKey, pathsOf } from './overlay.ts'
import type { ConfigReader, Snapshot } from './repository.ts'

/** A snapshot in which the globs have become paths. */
export interface Survey extends Snapshot {
  /** What patterns stand for (by `pathKey`). */
  readonly matches: ReadonlyMap<string, readonly string[]>
  /** What paths that lead nowhere may stand for (by `pathKey`). */
  readonly close?: ReadonlyMap<string, string> | undefined
}

/** A target of an image; an optional one, found by a glob, may be without its entry. */
export interface ChosenTarget {
  readonly target: Target
  readonly optional: boolean
}

/** The newest tip, with everything that stands at the targets. A glob costs one listing of the tree. */
export async function surveyTargets(
  repository: ConfigReader,
  targets: readonly Target[],
  withinMs?: number,
): Promise<Survey> {
  const globs = targets.filter(({ path }) => isGlob(path))
  const literal = targets.filter(({ path }) => !isGlob(path))
  const snapshot = await repository.read([...new Set(literal.flatMap(pathsOf))], withinMs)
  const lost = literal.filter((target) => isLost(snapshot, target))
  if (globs.length === 0) {
    return { ...snapshot, matches: new Map(), close: await closeToLost(repository, lost, snapshot.tip) }
  }
  const files = await repository.list(snapshot.tip)
  const found = new Map(globs.map((target) => [pathKey(target), matched(target, files)] as const))
  const paths = new Set([...found.values()].flatMap((all) => all.flatMap(pathsOf)))
  const nodes = await repository.nodesAt(snapshot.tip, [...paths])
  const matches = new Map([...found].map(([glob, all]) => [glob, all.map(({ path }) => path)]))
  const empty = globs.filter((glob) => !matches.get(pathKey(glob))?.length)
  const close = closeTo([...lost, ...empty], files)
  return { ...snapshot, nodes: new Map([...snapshot.nodes, ...nodes]), matches, close }
}

/** Neither there, nor anything around it that its name may be misspelt from. */
const isLost = ({ nodes }: Snapshot, target: Target): boolean =>
  pathsOf(target).every((path) => !nodes.has(path))

/** A guess costs a listing where something is missing, and is worth no failure of its own. */
async function closeToLost(
  repository: ConfigReader,
  lost: readonly Target[],
  tip: string,
): Promise<Survey['close']> {
  if (lost.length === 0) return undefined
  const files = await repository.list(tip).catch(() => [])
  return closeTo(lost, files)
}

function closeTo(targets: readonly Target[], files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    [...Map.groupBy(targets, ({ kind }) => kind)].flatMap(([kind, some]) => {
      const paths = namePaths(kind, files)
      return some.flatMap((target) => {
        const close = isGlob(target.path) ? closePattern(target.path, paths) : closePath(target.path, paths)
        return close === undefined ? [] : [[pathKey(target), close] as const]
      })
    }),
  )
}

function matched(target: Target, files: readonly string[]): readonly Target[] {
  const match = target.kind === 'kustomize' ? matchOverlays : matchFiles
  return match(target.path, files).map((path) => ({ ...target, path }))
}

/** What stands at targets, which are no patterns, in a commit that was read. */
export async function surveyAt(
  repository: ConfigReader,
  targets: readonly Target[],
  commit: string,
): Promise<Survey> {
  const nodes = await repository.nodesAt(commit, [...new Set(targets.flatMap(pathsOf))])
  return { tip: commit, nodes, matches: new Map() }
}

/** The texts of all kustomizations that are named, and not found by a glob, whatever is wrong with them. */
export function namedTexts({ nodes }: Survey, targets: readonly Target[]): ReadonlyMap<string, string> {
  const literal = targets.filter(({ kind, path }) => kind === 'kustomize' && !isGlob(path))
  const paths = literal.flatMap(({ path }) => [path, ...kustomizationPaths(path)])
  const texts = paths.flatMap((path) => {
    const node = nodes.get(path)
    return node?.kind === 'file' ? [[path, node.text] as const] : []
  })
  return new Map(texts)
}

/**
 * The targets of an image at this tip, each once.
 * @throws StepError OVERLAY_MISSING for a glob that matches nothing.
 */
export function chooseTargets(survey: Survey, image: Pick<WantedImage, 'targets'>): readonly ChosenTarget[] {
  const chosen = new Map<string, ChosenTarget>()
  for (const target of image.targets) {
    if (!isGlob(target.path)) {
      chosen.set(targetName(target), { target, optional: false })
      continue
    }
    const matches = survey.matches.get(pathKey(target))
    if (!matches?.length) return matchesNothing(target, survey)
    for (const path of matches) {
      const one = { ...target, path }
      const name = targetName(one)
      if (!chosen.has(name)) chosen.set(name, { target: one, optional: true })
    }
  }
  return [...chosen.values()]
}

function matchesNothing(target: Target, { tip, close: closest }: Survey): never {
  const { kind, path } = target
  const close = closest?.get(pathKey(target))
  const meant = close === undefined ? '' : `. Did you mean "${close}"?`
  const input = TARGET_INPUTS[kind]
  const isOverlay = kind === 'kustomize'
  return fail({
    code: 'OVERLAY_MISSING',
    inputs: [input],
    message: `no ${isOverlay ? 'kustomization' : 'file'} of the config repository matches ${path} at ${tip.slice(0, 12)}${meant}`,
    hint: `Correct the pattern in ${input}: it is matched with ${isOverlay ? 'folders that hold a kustomization.yaml' : 'files'}, from the root; ** stands for any number of folders.`,
  })
}
