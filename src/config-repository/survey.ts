import { fail } from '../errors/errors.ts'
import { isGlob } from '../names/path.ts'
import type { WantedImage } from '../plan/deployment.ts'
import { candidatePaths, kustomizationPaths, matchOverlays } from './overlay.ts'
import type { ConfigReader, Snapshot } from './repository.ts'

/** A snapshot in which the globs have become paths. */
export interface Survey extends Snapshot {
  readonly matches: ReadonlyMap<string, readonly string[]>
}

/** An overlay of an image; an optional one, found by a glob, may be without its entry. */
export interface ChosenOverlay {
  readonly path: string
  readonly optional: boolean
}

/** The newest tip, with everything that stands at the overlays. A glob costs one listing of the tree. */
export async function surveyOverlays(
  repository: ConfigReader,
  overlays: readonly string[],
  withinMs?: number,
): Promise<Survey> {
  const globs = overlays.filter(isGlob)
  const literal = overlays.filter((overlay) => !isGlob(overlay))
  const snapshot = await repository.read(literal.flatMap(candidatePaths), withinMs)
  if (globs.length === 0) return { ...snapshot, matches: new Map() }
  const files = await repository.list(snapshot.tip)
  const matches = new Map(globs.map((glob) => [glob, matchOverlays(glob, files)] as const))
  const paths = [...new Set([...matches.values()].flat())].flatMap(candidatePaths)
  const found = await repository.nodesAt(snapshot.tip, paths)
  return { ...snapshot, nodes: new Map([...snapshot.nodes, ...found]), matches }
}

/** What stands at overlays, by their paths, in a commit that was read. */
export async function surveyAt(
  repository: ConfigReader,
  overlays: readonly string[],
  commit: string,
): Promise<Survey> {
  const nodes = await repository.nodesAt(commit, overlays.flatMap(candidatePaths))
  return { tip: commit, nodes, matches: new Map() }
}

/** The texts of all kustomizations that are named, and not found by a glob, whatever is wrong with them. */
export function namedTexts({ nodes }: Survey, overlays: readonly string[]): ReadonlyMap<string, string> {
  const literal = overlays.filter((overlay) => !isGlob(overlay))
  const paths = literal.flatMap((overlay) => [overlay, ...kustomizationPaths(overlay)])
  const texts = paths.flatMap((path) => {
    const node = nodes.get(path)
    return node?.kind === 'file' ? [[path, node.text] as const] : []
  })
  return new Map(texts)
}

/**
 * The overlays of an image at this tip, each once.
 * @throws StepError OVERLAY_MISSING for a glob that matches nothing.
 */
export function chooseOverlays(
  survey: Survey,
  image: Pick<WantedImage, 'overlays'>,
): readonly ChosenOverlay[] {
  const chosen = new Map<string, ChosenOverlay>()
  for (const overlay of image.overlays) {
    if (!isGlob(overlay)) {
      chosen.set(overlay, { path: overlay, optional: false })
      continue
    }
    const matches = survey.matches.get(overlay)
    if (!matches?.length) return matchesNothing(overlay, survey.tip)
    for (const path of matches) if (!chosen.has(path)) chosen.set(path, { path, optional: true })
  }
  return [...chosen.values()]
}

function matchesNothing(glob: string, tip: string): never {
  return fail({
    code: 'OVERLAY_MISSING',
    inputs: ['overlays'],
    message: `no kustomization of the config repository matches ${glob} at ${tip.slice(0, 12)}`,
    hint: 'Correct the pattern in overlays: it is matched with folders that hold a kustomization.yaml, from the root; ** stands for any number of folders.',
  })
}
