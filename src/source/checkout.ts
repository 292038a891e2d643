import { readFile } from 'node:fs/promises'
import { jsonObject } from '../json.ts'
import { runCommand } from '../runner/command.ts'
import { type EventPayload, sourceOf } from './event.ts'
import type { Checkout, Source } from './source.ts'

export async function readSource(env: NodeJS.ProcessEnv, context: string): Promise<Source> {
  const [payload, checkout] = await Promise.all([readPayload(env.GITHUB_EVENT_PATH), readCheckout(context)])
  return sourceOf(env, payload, checkout)
}

async function readPayload(path: string | undefined): Promise<EventPayload> {
  return path ? jsonObject(await readFile(path, 'utf8').catch(() => '')) : {}
}

/** One `git status` tells HEAD and the modified files; undefined where there is no repository or no commit. */
async function readCheckout(context: string): Promise<Checkout | undefined> {
  // A container job owns the checkout as another user, which git refuses unless told; nothing of it is executed here.
  const trust = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '--no-optional-locks']
  const status = ['status', '--porcelain=v2', '--branch', '--no-ahead-behind', '--untracked-files=no', '-z']
  const result = await runCommand('git', [...trust, ...status], { cwd: context })
  return result.exitCode === 0 ? parseStatus(result.stdout) : undefined
}

/** `git status --porcelain=v2 --branch -z` (git-status, "Porcelain Format Version 2"). */
export function parseStatus(status: string): Checkout | undefined {
  const records = status.split('\0')
  const head = records.find((record) => record.startsWith('# branch.oid '))?.slice('# branch.oid '.length)
  if (!head || !/^[0-9a-f]{40,64}$/.test(head)) return undefined
  const fieldsBefore: Record<string, number> = { '1 ': 8, '2 ': 9, 'u ': 10 }
  const modified = records.flatMap((record, index) => {
    // Behind a rename (2) stands its old path, whatever that looks like.
    const skip = records[index - 1]?.startsWith('2 ') ? undefined : fieldsBefore[record.slice(0, 2)]
    return skip === undefined ? [] : [record.split(' ').slice(skip).join(' ')]
  })
  return { head, modified }
}
