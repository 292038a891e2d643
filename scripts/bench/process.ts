import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { isolatedGitEnv } from '../../__tests__/support/git.ts'

export interface Call {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly input?: string
}

/**
 * What a command printed; throws with its own words. Never the synchronous form: the services that it talks to answer
 * from this very process.
 */
export async function run([file = '', ...args]: readonly string[], call: Call): Promise<string> {
  const child = spawn(file, args, { cwd: call.cwd, env: { ...call.env } })
  // A command may end before it has read its input.
  child.stdin.on('error', () => undefined).end(call.input ?? '')
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  if (code === 0) return stdout
  throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${stderr || stdout}`)
}

/** For git over HTTP with a token, as actions/checkout hands it over. */
export function gitAs(token: string): Record<string, string> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
  return {
    ...isolatedGitEnv(),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  }
}
