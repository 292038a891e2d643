import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface GitCall {
  cwd: string
  env?: Record<string, string>
  stdin?: string
}

const WHO = { NAME: 'Test Author', EMAIL: 'author@example.com', DATE: '2026-01-15T10:00:00Z' }

/** Nothing of the machine's or the user's configuration, and the same author and time in every run. */
export const isolatedGitEnv = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: WHO.NAME,
  GIT_AUTHOR_EMAIL: WHO.EMAIL,
  GIT_AUTHOR_DATE: WHO.DATE,
  GIT_COMMITTER_NAME: WHO.NAME,
  GIT_COMMITTER_EMAIL: WHO.EMAIL,
  GIT_COMMITTER_DATE: WHO.DATE,
})

/** Standard output of one git command, without its final newline; throws with git's own words. */
export async function git(args: string[], { cwd, env, stdin = '' }: GitCall): Promise<string> {
  const child = spawn('git', args, { cwd, env: { ...isolatedGitEnv(), ...env } })
  // git may end before it has read its input.
  child.stdin.on('error', () => undefined).end(stdin)
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  if (code === 0) return stdout.replace(/\n$/, '')
  throw new Error(`git ${args.join(' ')} ended with ${code}: ${stderr || stdout}`)
}

/** Like `git`, but a failure is undefined. */
export const tryGit = (args: string[], call: GitCall): Promise<string | undefined> =>
  git(args, call).catch(() => undefined)
