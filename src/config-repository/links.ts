import type { GitHost } from '../names/git-host.ts'
import type { ConfigRemote } from '../plan/config.ts'

/** A place in a commit; the path is for an address already. */
interface At {
  readonly commit: string
  readonly path: string
  readonly line: number | undefined
}

interface Pages {
  readonly file: (at: At, webUrl: string) => string
  readonly commit: (id: string, webUrl: string) => string
}

const anchor = (prefix: string, line: number | undefined): string =>
  line === undefined ? '' : `#${prefix}${line}`

/** Below the page of a repository, as each of them has it. */
const PAGES: Readonly<Record<Exclude<GitHost, 'unknown'>, Pages>> = {
  github: {
    file: ({ commit, path, line }) => `/blob/${commit}/${path}${anchor('L', line)}`,
    commit: (id) => `/commit/${id}`,
  },
  gitlab: {
    file: ({ commit, path, line }) => `/-/blob/${commit}/${path}${anchor('L', line)}`,
    commit: (id) => `/-/commit/${id}`,
  },
  gitea: {
    file: ({ commit, path, line }) => `/src/commit/${commit}/${path}${anchor('L', line)}`,
    commit: (id) => `/commit/${id}`,
  },
  bitbucket: {
    file: ({ commit, path, line }) => `/src/${commit}/${path}${anchor('lines-', line)}`,
    commit: (id) => `/commits/${id}`,
  },
  'bitbucket-server': {
    file: ({ commit, path, line }) => `/browse/${path}?at=${commit}${anchor('', line)}`,
    commit: (id) => `/commits/${id}`,
  },
  azure: {
    file: ({ commit, path, line }) => `?path=/${path}&version=GC${commit}${azureLine(line)}`,
    commit: (id) => `/commit/${id}`,
  },
  codecommit: {
    file: ({ commit, path }, webUrl) => `/browse/${commit}/--/${path}?region=${consoleRegion(webUrl)}`,
    commit: (id, webUrl) => `/commit/${id}?region=${consoleRegion(webUrl)}`,
  },
}

/** The beginning of the next line ends it. */
const azureLine = (line: number | undefined): string =>
  line === undefined ? '' : `&line=${line}&lineEnd=${line + 1}&lineStartColumn=1&lineEndColumn=1`

const consoleRegion = (webUrl: string): string => new URL(webUrl).hostname.split('.')[0] ?? ''

type Linked = Pick<ConfigRemote, 'webUrl' | 'host'>

const pagesOf = ({ webUrl, host = 'unknown' }: Linked) =>
  webUrl === undefined || host === 'unknown' ? undefined : { webUrl, ...PAGES[host] }

/** The page of a file, and the line in it, at a commit; undefined where the host has none that is known. */
export function fileUrl(
  remote: Linked,
  at: Omit<At, 'path'> & { readonly file: string },
): string | undefined {
  const pages = pagesOf(remote)
  if (!pages) return undefined
  const path = at.file.split('/').map(urlSegment).join('/')
  return `${pages.webUrl}${pages.file({ ...at, path }, pages.webUrl)}`
}

export function commitUrl(remote: Linked, id: string): string | undefined {
  const pages = pagesOf(remote)
  return pages && `${pages.webUrl}${pages.commit(id, pages.webUrl)}`
}

/** Parentheses too, which would end a Markdown link. */
function urlSegment(name: string): string {
  return encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29')
}
