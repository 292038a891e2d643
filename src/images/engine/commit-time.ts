import type { BuildPlan, EngineChoice } from '../../plan/build.ts'
import { type Asking, Repository } from '../../source/git/repository.ts'

/** When commits were made, in seconds; the folders lie in checkouts of them. */
export async function commitTimesOf(
  folders: EngineChoice['commits'],
  asking: Asking,
): Promise<ReadonlyMap<string, number | undefined>> {
  const asked = [...folders].map(
    async ([commit, folder]) => [commit, await commitTimeOf(folder, asking)] as const,
  )
  return new Map(await Promise.all(asked))
}

/** When the commit at HEAD was made, in seconds; undefined where git does not know. */
export async function commitTimeOf(context: string, asking: Asking): Promise<number | undefined> {
  const repository = Repository.around(context, asking)
  const result = await repository?.ask(['show', '-s', '--format=%ct', 'HEAD'], { signal: asking.signal })
  const seconds = /^\d{1,11}$/.exec(result?.stdout.trim() ?? '')?.[0]
  return result?.exitCode === 0 && seconds !== undefined ? Number(seconds) : undefined
}

/**
 * The time that a reproducible build stamps on what it makes (reproducible-builds.org); buildx hands it on to BuildKit.
 * What the user has set stays.
 */
export function epochOf(
  plan: BuildPlan,
  commitTime: number | undefined,
  { SOURCE_DATE_EPOCH }: NodeJS.ProcessEnv,
): Record<string, string> {
  const isSet = SOURCE_DATE_EPOCH || plan.buildArgs.some((text) => text.startsWith('SOURCE_DATE_EPOCH='))
  return commitTime === undefined || isSet ? {} : { SOURCE_DATE_EPOCH: String(commitTime) }
}
