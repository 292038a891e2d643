import type { Place } from '../errors/errors.ts'
import type { ConfigRemote } from '../plan/config.ts'

/** Builds the place of a line: a link where the repository has pages, always at the commit that was read. */
export type PlaceIn = (path: string, line?: number) => Place

/** Links to blob and line at a commit of the config repository. */
export function placeIn({ webUrl }: ConfigRemote, tip: string): PlaceIn {
  return (file, line): Place => {
    const anchor = line === undefined ? '' : `#L${line}`
    const url = webUrl && `${webUrl}/blob/${tip}/${file.split('/').map(urlSegment).join('/')}${anchor}`
    return { file, ...(line === undefined ? {} : { line }), ...(url ? { url } : {}) }
  }
}

/** Parentheses too, which would end a Markdown link. */
function urlSegment(name: string): string {
  return encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29')
}
