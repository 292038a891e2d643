interface Place {
  readonly file: string
  readonly line?: number
}

/** What is said, and where it is said of. */
interface Said {
  readonly texts: readonly string[]
  readonly place: Place | undefined
}

const MOST_PLACES = 20

/** Groups of what differs in nothing but its own place: one cause, met at several places. */
export function byCause<T>(all: readonly T[], saidBy: (one: T) => Said): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const one of all) {
    const { texts, place } = saidBy(one)
    const cause = JSON.stringify(texts.map((text) => withoutPlace(text, place)))
    const known = groups.get(cause)
    if (known) known.push(one)
    else groups.set(cause, [one])
  }
  return [...groups.values()]
}

/** With what stands for the file, and for the folder that other files are beside it in. */
function withoutPlace(text: string, place: Place | undefined): string {
  if (!place) return text
  const { file, line } = place
  const folder = file.slice(0, file.lastIndexOf('/') + 1)
  const unplaced = text.replaceAll(file, '\0').replaceAll(line === undefined ? '\0' : `\0:${line}`, '\0')
  return folder === '' ? unplaced : unplaced.replaceAll(folder, '\0/')
}

/** A problem, as far as it says whether another one has the same cause. */
interface Caused<P extends Place> {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly configPlace?: P
}

/** Each cause once, with the places that it is met at. */
export function onceEach<P extends Place, T extends Caused<P>>(
  problems: readonly T[],
): readonly (T & { readonly alsoAt?: readonly P[] })[] {
  const groups = byCause(problems, ({ code, message, hint, configPlace }) => ({
    texts: [code, message, hint],
    place: configPlace,
  }))
  return groups.map(([first, ...others]) => {
    const alsoAt = others.flatMap(({ configPlace }) => configPlace ?? [])
    return alsoAt.length === 0 ? first : { ...first, hint: `${first.hint} ${sameAt(alsoAt)}`, alsoAt }
  })
}

/** `The same at a:3, b:3 and 5 more.` */
export function sameAt(places: readonly Place[]): string {
  const named = places
    .slice(0, MOST_PLACES)
    .map(({ file, line }) => (line === undefined ? file : `${file}:${line}`))
  const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : ''
  return `The same at ${named.join(', ')}${more}.`
}
