import * as http from 'node:http'
import * as https from 'node:https'
import { messageOf } from '../errors.ts'

/** Plain HTTP is for loopback, so that no proxy has any business with it: it would read what is sent. */
export const httpAgent = new http.Agent({ keepAlive: true })
/**
 * Proxies come from HTTPS_PROXY and NO_PROXY in either case (Node >= 24.5, `proxyEnv`). Certificates are always looked
 * at: with NODE_TLS_REJECT_UNAUTHORIZED=0 any proxy could answer for AWS and GitHub.
 */
export const httpsAgent = new https.Agent({
  keepAlive: true,
  proxyEnv: process.env,
  rejectUnauthorized: true,
})

export interface HttpResponse {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** Why a connection failed. Node leaves that unsaid where a host has several addresses, and none of them answered. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return messageOf(error)
}

/** The certificate of the other side, or of a proxy, is not trusted: no later attempt will do better. */
export const isUntrusted = (error: unknown): boolean =>
  error instanceof Error &&
  /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test((error as NodeJS.ErrnoException).code ?? '')

/** One GET that ends, well or badly, within the time limit. Rejects when no complete answer came. */
export function httpGet(
  url: string,
  headers: Record<string, string>,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<HttpResponse> {
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout
  const secure = new URL(url).protocol === 'https:'
  return new Promise((resolve, reject) => {
    const onError = (error: Error) =>
      reject(timeout.aborted ? new Error(`no answer within ${options.timeoutMs / 1000} s`) : error)
    const request = (secure ? https : http).get(
      url,
      { headers, signal, agent: secure ? httpsAgent : httpAgent },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', onError)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    request.on('error', onError)
  })
}
