import type { ChosenTarget } from '../../config-repository/survey.ts'
import type { ConfigFile, Entry } from '../../edit/target.ts'
import type { Problem } from '../../errors/errors.ts'
import type { Judged } from '../../errors/judged.ts'
import { TARGET_INPUTS, targetName } from '../../plan/target.ts'
import type { EntryVerdict } from '../proposal.ts'

/** Where one place of an image in its file is. */
export const placeOf = ({ line, at }: Pick<Entry, 'line' | 'at'>): string => `${line}:${at}`

/** The same among all files. */
export const placeAmongAll = ({ file, at }: Pick<PlacedEntry, 'file' | 'at'>): string =>
  JSON.stringify([file.path, at])

/** An entry that a target of an image leads to. */
interface PlacedEntry {
  readonly image: { readonly name: string }
  readonly file: Pick<ConfigFile, 'path'>
  /** Where in its file it is, whatever leads there. */
  readonly at: string
  readonly chosen: ChosenTarget
  readonly verdict: Pick<EntryVerdict, 'place'>
}

/**
 * Each place once, however many targets lead to it: `a[0]` and `a[name=web]`, a folder and the file in it, two globs. For
 * two images it cannot be, because the later one would take the place of the other.
 */
export function onePlaceEach<One extends PlacedEntry>(entries: readonly One[]): Judged<readonly One[]> {
  const places = [...Map.groupBy(entries, placeAmongAll).values()]
  const judged = places.map(onePlace)
  const kept = new Set<PlacedEntry | undefined>(judged.map(({ entry }) => entry))
  return {
    // In the order of the images.
    value: entries.filter((entry) => kept.has(entry)),
    problems: judged.flatMap(({ problems }) => problems),
  }
}

interface Place {
  readonly entry: PlacedEntry | undefined
  readonly problems: readonly Problem[]
}

/** Whoever names a place knows whose it is, a pattern does not. */
function onePlace(entries: readonly PlacedEntry[]): Place {
  const entry = entries.find(({ chosen }) => !chosen.optional) ?? entries[0]
  const others = entries.filter(({ image }) => image.name !== entry?.image.name)
  const perImage = [...new Map(others.map((other) => [other.image.name, other])).values()]
  return { entry, problems: entry ? perImage.map((other) => shared(entry, other)) : [] }
}

function shared(one: PlacedEntry, other: PlacedEntry): Problem {
  const inputs = [...new Set([one, other].map(({ chosen }) => TARGET_INPUTS[chosen.target.kind]))]
  const { file, line } = one.verdict.place
  const where = line === undefined ? file : `${file}:${line}`
  return {
    code: 'INPUT_INVALID',
    inputs: [...inputs, 'images'],
    message: `${said(one)} and ${said(other)} are one place, ${where}`,
    hint: `Keep the target in ${inputs.join(' or ')} of the one image that is deployed there.`,
    configPlace: one.verdict.place,
  }
}

const said = ({ chosen, image }: PlacedEntry): string =>
  `${TARGET_INPUTS[chosen.target.kind]} ${targetName(chosen.target)} of ${image.name}`
