import type { BuildPlan, EngineChoice } from '../plan/plan.ts'
import { runCommand } from '../runner/command.ts'

/** When commits were made, in seconds; the folders lie in checkouts of them. */
export async function commitTimesOf(
  folders: EngineChoice['commits'],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number | undefined>> {
  const asked = [...folders].map(
    async ([commit, folder]) => [commit, await commitTimeOf(folder, signal)] as const,
  )
  return new Map(await Promise.all(asked))
}

/** When the commit at HEAD was made, in seconds; undefined where git cannot tell. */
export async function commitTimeOf(context: string, signal?: AbortSignal): Promise<number | undefined> {
  const show = ['show', '-s', '--no-show-signature', '--format=%ct', 'HEAD']
  // As for the status of the checkout: a container job owns it as another user.
  const result = await runCommand('git', ['-c', 'safe.directory=*', ...show], { cwd: context, signal })
  const seconds = /^\d{1,11}$/.exec(result.stdout.trim())?.[0]
  return result.exitCode === 0 && seconds !== undefined ? Number(seconds) : undefined
}

/**
 * The time that a reproducible build stamps on what it makes (reproducible-builds.org); buildx hands it on to BuildKit.
 * What the user has set stays.
 */
export function epochOf(plan: BuildPlan, commitTime: number | undefined): Record<string, string> {
  const isSet =
    process.env.SOURCE_DATE_EPOCH || plan.buildArgs.some((text) => text.startsWith('SOURCE_DATE_EPOCH='))
  return commitTime === undefined || isSet ? {} : { SOURCE_DATE_EPOCH: String(commitTime) }
}
