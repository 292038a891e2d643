/** A file may be made of words that no other one has. */
const MOST_WORDS = 5_000
const LONGEST = 40

const known = new Map<string, string>()

/** The same text as it was met before: files have the same keys again and again, which then take memory once. */
export function sharedWord(word: string): string {
  const kept = known.get(word)
  if (kept !== undefined) return kept
  if (known.size < MOST_WORDS && word.length <= LONGEST) known.set(word, word)
  return word
}
