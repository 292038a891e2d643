import { isPrivate } from './host.ts'

/** After so many redirects in a row nobody means anything by them. */
export const MOST_REDIRECTS = 4

/**
 * Where a redirect leads, if a credential may go along: to the same scheme, host and port (RFC 9110, section 15.4, warns
 * of anything else), and never in the clear over a network.
 */
export function onSameServer(from: string, location: string): URL | undefined {
  if (!URL.canParse(location, from)) return undefined
  const to = new URL(location, from)
  const isSame = to.origin === new URL(from).origin && to.username === '' && to.password === ''
  return isPrivate(to.href) && isSame ? to : undefined
}

/** The address as it may be shown: without a query, which may hold secrets, nor a user; what is no address not at all. */
export function shownAddress(from: string, location: string): string | undefined {
  if (!URL.canParse(location, from)) return undefined
  const { protocol, host, pathname } = new URL(location, from)
  return `${protocol}//${host}${pathname}`.slice(0, 300)
}
