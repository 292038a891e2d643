import { isRecord } from '../json.ts'

/** The address of a proxy without the user and password of its URL; one that still holds something of the kind is none. */
export function withoutLogin(address: string): string {
  const bare = address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/]*@/i, '$1')
  return bare.includes('@') ? '' : bare
}

/** The `proxies` of a docker configuration, by daemon and by protocol, without logins (Docker docs, "Configure the client"). */
export function withoutLogins(proxies: Proxies): Proxies {
  const open = (value: unknown) => (typeof value === 'string' ? withoutLogin(value) : value)
  return mapValues(proxies, (ofDaemon) => (isRecord(ofDaemon) ? mapValues(ofDaemon, open) : undefined))
}

type Proxies = Readonly<Record<string, unknown>>

function mapValues(record: Proxies, change: (value: unknown) => unknown): Proxies {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
