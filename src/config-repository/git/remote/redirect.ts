import { fail } from '../../../errors/errors.ts'
import { onSameServer, shownAddress } from '../../../names/same-server.ts'

/** Redirects are never followed by git itself, which says no more of them than their number. */
export function redirectIn(stderr: string): number | undefined {
  const own = stderr.split('\n').filter((line) => !line.startsWith('remote:'))
  const [status] = own.flatMap((line) => /returned error: (3\d\d)$/.exec(line.trimEnd())?.[1] ?? [])
  return status === undefined ? undefined : Number(status)
}

/** Has git write on standard error what it hears from the server; the credential is left out (git, "GIT_TRACE_REDACT"). */
export const TRACE = { GIT_TRACE_CURL: '1', GIT_TRACE_CURL_NO_DATA: '1', GIT_TRACE_REDACT: '1' }
const HEARD = '<= Recv header: '

/** Where the last answer in a trace sends the client. */
export function locationIn(trace: string): string | undefined {
  const headers = trace.split('\n').flatMap((line) => {
    const at = line.indexOf(HEARD)
    return at < 0 ? [] : [line.slice(at + HEARD.length)]
  })
  return headers
    .findLast((header) => /^location:/i.test(header))
    ?.slice('location:'.length)
    .trim()
}

/** What is asked for first (git, gitprotocol-http, "Discovering References"). */
const REFERENCES = '/info/refs'

interface Redirect {
  readonly status: number
  /** Where it was asked. */
  readonly url: string
  readonly location: string | undefined
}

/** The address of the repository behind a redirect, on the same server; undefined for any other one. */
export function movedTo({ url, location = '' }: Redirect): string | undefined {
  const to = onSameServer(referencesOf(url), location)
  if (!to?.pathname.endsWith(REFERENCES) || to.hash !== '') return undefined
  if (!/^\?service=git-(?:upload|receive)-pack$/.test(to.search)) return undefined
  return `${to.origin}${to.pathname.slice(0, -REFERENCES.length)}`
}

const referencesOf = (url: string): string => `${url.replace(/\/$/, '')}${REFERENCES}`

/** The credential stays here. */
export function failMoved(label: string, redirect: Redirect): never {
  const { status, url, location } = redirect
  const shown = location ? shownAddress(referencesOf(url), location) : undefined
  const isRepository = shown?.endsWith(REFERENCES)
  const address = isRepository ? shown?.slice(0, -REFERENCES.length) : shown
  const to = address ? `to ${address}` : 'and does not say where to'
  return fail({
    code: 'CONFIG_MOVED',
    inputs: ['config-repository'],
    message: `config-repository ${label}: its server redirects (${status}) ${to}`,
    hint: isRepository
      ? 'No credential is sent to another server by a redirect. If you know that the repository is there now, set config-repository to that address, and config-token to a token for it.'
      : 'That is no repository. Check the spelling of config-repository, and config-token: some servers send a client that they do not know to their login page.',
  })
}

export function failInCircle(label: string, addresses: readonly string[]): never {
  return fail({
    code: 'CONFIG_MOVED',
    inputs: ['config-repository'],
    message: `config-repository ${label}: its server redirects in a circle, or without end: ${addresses.join(', ')}`,
    hint: 'Set config-repository to the address that the repository has now.',
  })
}
