import { type Place, type Problem, StepError } from '../errors/errors.ts'
import { short } from '../names/tag.ts'
import type { WantedImage } from '../plan/deployment.ts'
import { listPaths, touches } from '../source/history/history.ts'
import { type EntryVerdict, entryKey, type JudgePorts, type Proposal } from './proposal.ts'

/** Images that stay as they are deployed, and what is said of it at each of their entries (see `entryKey`). */
export interface Untouched {
  readonly images: ReadonlySet<string>
  readonly notices: ReadonlyMap<string, string>
  /** The entries for which the other images are needed. */
  readonly needed: readonly NeededAt[]
}

interface NeededAt {
  readonly image: WantedImage
  readonly verdict: EntryVerdict
}

type Orders = JudgePorts['orders']

/**
 * The images none of whose paths changed since the commits that all their overlays hold, judged on verdicts
 * that would write them. What is not known for certain counts as a change: at worst an image is built for nothing.
 *
 * `decided` are those of an earlier look, by which the others were built: no other image is left alone later. They
 * are judged again, because somebody may have written another tag since. A newer commit or a hold is not ours to
 * write over then either; a commit whose paths differ is, so the image is no longer among those that are found.
 */
export async function findUntouched(
  verdicts: readonly EntryVerdict[],
  images: readonly WantedImage[],
  { orders, decided }: { readonly orders: Orders; readonly decided: ReadonlySet<string> | undefined },
): Promise<Untouched> {
  const found = new Set<string>()
  const notices = new Map<string, string>()
  const needed: NeededAt[] = []
  for (const image of images.filter(({ name, paths }) => decided?.has(name) ?? paths.length > 0)) {
    const own = verdicts.filter((verdict) => verdict.image === image.name)
    const writes = own.filter(({ outcome }) => outcome === 'write')
    const neededAt = await needing(image, decided ? writes : deciding(own), orders)
    needed.push(...neededAt)
    if (neededAt.length > 0) continue
    found.add(image.name)
    for (const verdict of writes) notices.set(entryKey(verdict), notice(verdict, image))
  }
  return { images: found, notices, needed }
}

/** The one tag that all overlays of an image hold; undefined where they differ. */
export function deployedTag({ verdicts }: Proposal, image: string): string | undefined {
  const tags = new Set(verdicts.filter((verdict) => verdict.image === image).map(({ previous }) => previous))
  const [tag] = tags
  return tags.size === 1 ? tag : undefined
}

/** What is held is not written in any case, so it decides only where nothing else is there to decide. */
function deciding(verdicts: readonly EntryVerdict[]): readonly EntryVerdict[] {
  const free = verdicts.filter(({ outcome }) => outcome !== 'held')
  return free.length > 0 ? free : verdicts
}

async function needing(
  image: WantedImage,
  verdicts: readonly EntryVerdict[],
  orders: Orders,
): Promise<readonly NeededAt[]> {
  const needed: NeededAt[] = []
  for (const verdict of verdicts) {
    if (!(await staysAsItIs(image, verdict, orders))) needed.push({ image, verdict })
  }
  return needed
}

/** An image that was left alone, in an overlay that now needs it: it was not built, so there is nothing to write. */
export function overtaken({ image, verdict }: NeededAt): Problem {
  const { file, place, previous = 'no tag' } = verdict
  return {
    code: 'CONFIG_CONTENTION',
    message: `${placeName(file, place)}: another writer changed this entry during this run (it has ${short(previous)} now), so that it needs ${image.name}, which was not built because nothing under ${listPaths(image.paths)} had changed`,
    hint: `Run the job again: it builds ${image.name}, and reuses every image that is in the registry.`,
    configPlace: place,
  }
}

async function staysAsItIs(
  image: WantedImage,
  { outcome, deployed }: EntryVerdict,
  orders: Orders,
): Promise<boolean> {
  if (outcome === 'unchanged') return true
  // Another tag of the same commit is asked for on purpose: a new build of it.
  if (deployed === undefined || deployed === image.commit) return false
  const changed = await changesSince(deployed, image, orders)
  return changed !== undefined && !touches(image.paths, changed)
}

async function changesSince(
  deployed: string,
  image: WantedImage,
  orders: Orders,
): Promise<readonly string[] | undefined> {
  try {
    return await orders(image.source.name).changesSince(deployed, image)
  } catch (error) {
    if (error instanceof StepError) return undefined
    throw error
  }
}

function notice({ file, place, deployed = '' }: EntryVerdict, { paths }: WantedImage): string {
  return `${placeName(file, place)}: nothing under ${listPaths(paths)} changed since ${short(deployed)}`
}

const placeName = (file: string, { line }: Place): string => (line === undefined ? file : `${file}:${line}`)
