import { type Problem, StepError } from '../errors/errors.ts'

export type ProxySetting =
  | { readonly kind: 'none' }
  | { readonly kind: 'http'; readonly variable: string; readonly url: string; readonly noProxy: string }
  | { readonly kind: 'unusable'; readonly variable: string; readonly why: string; readonly noProxy: string }

/** In this order for an https:// URL (curl, "ENVIRONMENT"; git goes by curl). */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']

/** What curl takes where neither scheme nor port is given (CURLOPT_PROXYPORT). */
const PORT_OF_CURL = 1080

/** The proxy of the network, as curl and git read it; Node alone passes over an address without a scheme. */
export function proxyOf(env: NodeJS.ProcessEnv): ProxySetting {
  const noProxy = env.no_proxy || env.NO_PROXY || ''
  const variable = VARIABLES.find((name) => env[name]?.trim())
  const given = env[variable ?? '']?.trim()
  if (variable === undefined || given === undefined) return { kind: 'none' }
  const [scheme] = /^[a-z][a-z0-9+.-]{0,20}(?=:\/\/)/i.exec(given) ?? ['']
  if (/^socks/i.test(scheme)) {
    // Few programs read it of these, and what runs without them today goes on doing so.
    if (/^all/i.test(variable)) return { kind: 'none' }
    return { kind: 'unusable', variable, why: `is a SOCKS proxy (${scheme}://)`, noProxy }
  }
  if (!/^(?:https?)?$/i.test(scheme)) {
    return { kind: 'unusable', variable, why: `has the scheme ${scheme}://`, noProxy }
  }
  const url = scheme === '' ? withoutScheme(given) : readable(given)
  return url
    ? { kind: 'http', variable, url: url.href, noProxy }
    : { kind: 'unusable', variable, why: 'is no address', noProxy }
}

/**
 * Hosts that need no proxy, in the words of Node, to which a domain is one host alone: to curl it is all below it, too,
 * and white space parts hosts as well as a comma (curl, "NO_PROXY").
 */
export const noProxyOfNode = (noProxy: string): string =>
  noProxy
    .split(/[\s,]+/)
    .flatMap((entry) => {
      const domain = DOMAIN.exec(entry)?.[1]
      return domain === undefined ? [entry] : [domain, `.${domain}`]
    })
    .join(',')

/** No address, nor a range of some. */
const DOMAIN = /^(?=.*[a-z])([\w-]+(?:\.[\w-]+)*)(?::443)?$/i

function withoutScheme(given: string): URL | undefined {
  const url = readable(`http://${given}`)
  // What looks like a scheme, and is none: `http//proxy:3128`.
  if (url?.pathname !== '/') return undefined
  // A port that is the one of the scheme is no longer to be seen in the URL.
  if (url.port === '' && !/:80\/?$/.test(given)) url.port = String(PORT_OF_CURL)
  return url
}

/** Node decodes user and password, and stumbles over what is no code. */
function readable(address: string): URL | undefined {
  try {
    const url = new URL(address)
    for (const part of [url.username, url.password]) decodeURIComponent(part)
    // A password that is cut at its "/", "?" or "#" is a host and a path to a URL, and quotation marks are of a host.
    return /["'`]/.test(url.host) || `${url.pathname}${url.search}${url.hash}`.includes('@') ? undefined : url
  } catch {
    return undefined
  }
}

/** Whether a host is asked without the proxy (curl, "NO_PROXY"): by name, with all below it, or all hosts. */
export const isDirect = (host: string, noProxy: string): boolean =>
  noProxy
    .split(/[\s,]+/)
    .map((entry) =>
      entry
        .toLowerCase()
        .replace(/^\*?\.(?=.)/, '')
        .replace(/:\d{1,5}$/, ''),
    )
    .some((entry) => entry === '*' || (entry !== '' && `.${host.toLowerCase()}`.endsWith(`.${entry}`)))

export function unusableProxy({ variable, why }: Extract<ProxySetting, { kind: 'unusable' }>): StepError {
  return refusal({
    message: `the variable ${variable} of this runner ${why}, and this step reaches AWS and GitHub over HTTP proxies only`,
    hint: `Set ${variable} to an HTTP proxy, as http://HOST:PORT (user and password with % codes for special characters), or name the hosts that need no proxy in NO_PROXY.`,
  })
}

interface TunnelError extends NodeJS.ErrnoException {
  readonly statusCode?: number
}

/** Of what HTTP calls an error of the client, only these may pass (RFC 9110, RFC 6585, RFC 8470). */
const PASSING = new Set([408, 425, 429])

/** A proxy that refuses does so again; undefined for any other failure. */
export function refusedByProxy(error: Error, proxy: ProxySetting): StepError | undefined {
  const { code, statusCode = 0 } = error as TunnelError
  if (proxy.kind !== 'http' || code !== 'ERR_PROXY_TUNNEL') return undefined
  if (statusCode < 400 || statusCode > 499 || PASSING.has(statusCode)) return undefined
  const { variable, url } = proxy
  const host = /tunnel to (\S{1,300}) via/.exec(error.message)?.[1] ?? 'the server'
  const asked =
    new URL(url).username === '' ? 'asks for user and password' : 'does not take user and password'
  return refusal({
    message: `the proxy of this runner (${variable}) lets nobody through to ${host}: it answered ${statusCode}${statusCode === 407 ? `, so it ${asked}` : ''}`,
    hint:
      statusCode === 407
        ? `Put user and password into ${variable}, from a secret: http://USER:PASSWORD@HOST:PORT, with % codes for special characters; this step logs in with Basic alone. A host that needs no proxy goes in NO_PROXY.`
        : `Have the proxy of ${variable} let this runner through to ${host}, check that it is the address of a proxy, or name the host in NO_PROXY.`,
  })
}

const refusal = (what: Pick<Problem, 'message' | 'hint'>): StepError =>
  new StepError([{ code: 'PROXY_UNUSABLE', ...what }])
