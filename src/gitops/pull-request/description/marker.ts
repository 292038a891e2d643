import { isRecord, jsonObject } from '../../../names/text.ts'

/** What the next run reads in the text of a pull request; people may have written anything there. */
export type Facts = Readonly<Record<string, string>>

/** Begins every mark of this step in the text of a pull request, as a comment that no reader sees. */
export const OURS = '<!-- ecr-gitops-deploy '

const MARK = /<!-- ecr-gitops-deploy (\{[^<>\n]{0,8000}\}) -->/

/**
 * A comment that no reader sees. Whatever is in the facts, it ends where it is to end, and means nothing in the message of a
 * commit that takes the text along.
 */
export function marker(facts: Facts): string {
  const json = JSON.stringify(facts).replaceAll(
    /[^\w\\"{}:,. ]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `${OURS}${json} -->`
}

/** The facts of a text, none where it has no marker. */
export function factsIn(body: string): Facts {
  const found = jsonObject(MARK.exec(body)?.[1] ?? '')
  const texts = isRecord(found) ? Object.entries(found) : []
  return Object.fromEntries(
    texts.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  )
}
