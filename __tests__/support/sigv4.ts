import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Exchange } from './part.ts'
import type { Session, Sessions } from './sessions.ts'

export interface SignatureRules {
  sessions: Sessions
  service: string
  /** Any region when absent. */
  region?: string
  maxSkewSeconds?: number
}

export type Verdict =
  | { ok: true; session: Session; region: string }
  | { ok: false; code: string; message: string }

interface Authorization {
  accessKeyId: string
  date: string
  region: string
  service: string
  terminal: string
  signedHeaders: string[]
  signature: string
}

export async function verifySignature(exchange: Exchange, rules: SignatureRules): Promise<Verdict> {
  const given = parseAuthorization(exchange.headers.authorization)
  if (!given) return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token')
  const session = rules.sessions.find(given.accessKeyId)
  // Keys of a user come without a token.
  const token = exchange.headers['x-amz-security-token'] ?? ''
  if (!session || token !== session.sessionToken) {
    return refuse('UnrecognizedClientException', 'The security token included in the request is invalid.')
  }
  const fault =
    scopeFault(given, rules) ??
    headerFault(given, exchange) ??
    timeFault(given, exchange, rules.maxSkewSeconds ?? 300)
  if (fault) return refuse('InvalidSignatureException', fault)
  if (!sameText(await signatureOf(exchange, given, session), given.signature)) {
    return refuse('InvalidSignatureException', MISMATCH)
  }
  // As AWS does: the signature is judged first, then the age of the session.
  if (session.expiration.getTime() <= Date.now()) return refuse('ExpiredTokenException', EXPIRED)
  return { ok: true, session, region: given.region }
}

const EXPIRED = 'The security token included in the request is expired'
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

const refuse = (code: string, message: string): Verdict => ({ ok: false, code, message })

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/

function parseAuthorization(header: string | undefined): Authorization | undefined {
  const match = AUTHORIZATION.exec(header ?? '')
  if (!match) return undefined
  const [
    ,
    accessKeyId = '',
    date = '',
    region = '',
    service = '',
    terminal = '',
    names = '',
    signature = '',
  ] = match
  return { accessKeyId, date, region, service, terminal, signedHeaders: names.split(';'), signature }
}

function scopeFault(given: Authorization, rules: SignatureRules): string | undefined {
  if (given.service !== rules.service) {
    return `Credential should be scoped to correct service: '${rules.service}'.`
  }
  if (rules.region !== undefined && given.region !== rules.region) {
    return `Credential should be scoped to a valid region, not '${given.region}'.`
  }
  return given.terminal === 'aws4_request'
    ? undefined
    : 'Credential should be scoped with a valid terminator.'
}

function headerFault(given: Authorization, exchange: Exchange): string | undefined {
  const mustBeSigned = Object.keys(exchange.headers).filter((name) => name.startsWith('x-amz-'))
  const missing = ['host', 'x-amz-date', ...mustBeSigned].find((name) => !given.signedHeaders.includes(name))
  return missing && `'${missing}' must be a 'SignedHeader' in the AWS Authorization.`
}

function timeFault(given: Authorization, exchange: Exchange, maxSkewSeconds: number): string | undefined {
  const stamp = String(exchange.headers['x-amz-date'] ?? '')
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const skew = (Date.now() - Date.parse(iso)) / 1000
  if (!stamp.startsWith(given.date) || Number.isNaN(skew))
    return 'Date in Credential scope does not match YYYYMMDD'
  if (skew > maxSkewSeconds) return `Signature expired: ${stamp} is now earlier than ${maxSkewSeconds} s ago`
  return skew < -maxSkewSeconds ? `Signature not yet current: ${stamp} is still later than now` : undefined
}

async function signatureOf(exchange: Exchange, given: Authorization, session: Session): Promise<string> {
  const scope = `${given.date}/${given.region}/${given.service}/${given.terminal}`
  const toSign = [
    'AWS4-HMAC-SHA256',
    exchange.headers['x-amz-date'],
    scope,
    sha256(await canonicalRequest(exchange, given)),
  ].join('\n')
  const key = scope
    .split('/')
    .reduce<string | Buffer>((secret, step) => hmac(secret, step), `AWS4${session.secretAccessKey}`)
  return hmac(key, toSign).toString('hex')
}

async function canonicalRequest(exchange: Exchange, given: Authorization): Promise<string> {
  const headers = given.signedHeaders.map((name) => {
    const value = String(exchange.headers[name] ?? '')
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`
  })
  return [
    exchange.method,
    exchange.url.pathname.split('/').map(encode).join('/'),
    canonicalQuery(exchange.url.searchParams),
    headers.join(''),
    given.signedHeaders.join(';'),
    sha256(await exchange.read()),
  ].join('\n')
}

const canonicalQuery = (query: URLSearchParams): string =>
  [...query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
const sameText = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
