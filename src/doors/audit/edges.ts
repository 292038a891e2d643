import type { Step } from '../../action.ts'
import { commitTree } from '../../config-repository/folder/commit-tree.ts'
import { folderTree } from '../../config-repository/folder/folder-tree.ts'
import type { RepositoryFiles } from '../../effective/file.ts'
import { isLookedAt } from '../../effective/files/names.ts'
import { repositoryFiles } from '../../effective/files/repository-files.ts'
import type { EffectiveImage } from '../../effective/image.ts'
import type { RoleArn } from '../../names/host.ts'
import { findProgram } from '../../render/tool/tool.ts'
import { sourceOf } from '../../source/event.ts'
import { Repository } from '../../source/git/repository.ts'
import { readPayload } from '../../source/read-payload.ts'
import { changeBase, isPullRequest } from './change-base.ts'
import type { AuditPlan } from './plan/make-plan.ts'
import type { RegistryFacts } from './plan/registry-facts.ts'
import type { Base, Place, RenderCharts } from './ports.ts'

export const readFiles = ({ root }: Place): RepositoryFiles => repositoryFiles(folderTree(root))

/** The files before the change, where only what it causes is wanted. */
export async function readBase(
  { root }: Place,
  { changedOnly }: AuditPlan,
  { environment, workspace, signal }: Step,
): Promise<Base | undefined> {
  const { variables: env } = environment
  const isWanted = changedOnly === 'auto' ? isPullRequest(env) : changedOnly === 'true'
  if (!isWanted) return undefined
  const asking = { scratch: workspace.folder('checkouts'), environment, signal }
  const repository = Repository.around(root, asking)
  if (!repository) return { unknown: 'the files are in no git repository' }
  const base = await changeBase(repository, { env, payload: await readPayload(env.GITHUB_EVENT_PATH) })
  if ('unknown' in base) return base
  const tree = await commitTree(repository, base.commit, { below: '', wants: isLookedAt })
  if (!tree) return { unknown: 'git has not fetched all files of the commit that it is compared with' }
  return {
    files: repositoryFiles(tree),
    commit: base.commit,
    changed: await changedSince(repository, base.commit),
  }
}

/** Files that the commits of the change touch. */
async function changedSince(repository: Repository, base: string): Promise<ReadonlySet<string>> {
  const command = ['diff-tree', '-r', '-z', '--no-renames', '--name-only', base, 'HEAD']
  const { exitCode, stdout } = await repository.ask(command)
  return new Set(exitCode === 0 ? stdout.split('\0').filter((path) => path !== '') : [])
}

/** Nothing of it is loaded where there is no helm. */
export async function openCharts(step: Step): Promise<RenderCharts | undefined> {
  if (findProgram('helm', step.environment.variables) === undefined) return undefined
  const { chartRenderer } = await import('./charts/render.ts')
  return chartRenderer(step)
}

/** What signs requests is loaded where it is asked for. */
export async function lookUp(
  images: readonly EffectiveImage[],
  roles: readonly RoleArn[],
  step: Step,
): Promise<RegistryFacts> {
  const { variables: env } = step.environment
  const source = sourceOf(env, await readPayload(env.GITHUB_EVENT_PATH))
  const { lookUpImages } = await import('./registry/open.ts')
  return lookUpImages(images, roles, { ...step, source })
}
