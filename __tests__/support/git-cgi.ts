import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { isolatedGitEnv } from './git.ts'
import type { Exchange, Reply } from './part.ts'

/** One run of the real `git http-backend`; both bodies are streamed. */
export async function runHttpBackend(exchange: Exchange, root: string, path: string): Promise<Reply> {
  const child = spawn('git', ['http-backend'], { env: cgiEnv(exchange, root, path) })
  const complaints = text(child.stderr)
  // The backend may refuse before it has read everything.
  child.stdin.on('error', () => undefined)
  exchange.request.pipe(child.stdin)
  const head = await readHead(child.stdout)
  if (head) return head
  await once(child, 'close')
  return { status: 500, body: `git http-backend gave no answer: ${await complaints}` }
}

function cgiEnv({ headers, method, url }: Exchange, root: string, path: string): Record<string, string> {
  const given: Record<string, string | undefined> = {
    CONTENT_TYPE: headers['content-type'],
    CONTENT_LENGTH: headers['content-length'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    // For hooks that ask who pushes (RFC 3875, section 4.1.18, leaves it to the server).
    HTTP_AUTHORIZATION: headers.authorization,
    GIT_PROTOCOL: headers['git-protocol'] as string | undefined,
  }
  return {
    ...isolatedGitEnv(),
    ...Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => !!entry[1])),
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: path,
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: method,
    // A named user is what makes http-backend serve receive-pack.
    REMOTE_USER: 'x-access-token',
    REMOTE_ADDR: '127.0.0.1',
  }
}

/** Reads the CGI headers and leaves the rest of the stream as the body. */
async function readHead(stdout: Readable): Promise<Reply | undefined> {
  let seen = Buffer.alloc(0)
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    seen = Buffer.concat([seen, chunk as Buffer])
    const end = seen.indexOf('\r\n\r\n')
    if (end < 0) continue
    const rest = seen.subarray(end + 4)
    if (rest.length > 0) stdout.unshift(rest)
    return { ...parseHead(seen.subarray(0, end).toString()), body: stdout }
  }
  return undefined
}

function parseHead(head: string): Reply {
  const headers = Object.fromEntries(
    head.split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const { status = '200', ...rest } = headers
  return { status: Number.parseInt(status, 10), headers: rest }
}
