import { splitReference } from '../../names/reference.ts'

const TAG_WORDS = ['tag', 'imagetag', 'version', 'imageversion'] as const

/** Whatever the text is called. */
const ALWAYS: ReadonlySet<string> = new Set(['tag', 'imageTag'])

const plain = (key: string): string => key.toLowerCase().replaceAll(/[-_]/g, '')

/** Which of the keys beside a text has its tag: `tag` beside `image`, `identityTag` or `identityVersion` beside `identityImage`. */
function tagKeyOf(key: string, others: readonly string[]): string | undefined {
  const own = plain(key)
  const stem = own.replace(/(?:image)?(?:repository|repo|name|ur[il]|ref)?$/, '')
  const known = new Set(
    TAG_WORDS.flatMap((word) => [`${stem}${word}`, `${own}${word}`, own.replace('image', word)]),
  )
  return others.find((other) => ALWAYS.has(other) || (other !== key && known.has(plain(other))))
}

/** The key of the tag that a chart would put behind a text that has none: with a new one in it, there would be two. */
export const tagBeside = (text: string, key: string, others: readonly string[]): string | undefined =>
  splitReference(text).tag === undefined ? tagKeyOf(key, others) : undefined

/** What is said of a text that names no version of the image. */
export function untagged(text: string, where: string): readonly string[] {
  const { tag, digest } = splitReference(text)
  if (tag !== undefined || digest !== undefined) return []
  return [
    `${where} and gets it there: if the chart adds one itself, write repository and tag in a mapping instead.`,
  ]
}
