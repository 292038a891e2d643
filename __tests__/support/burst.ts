import { git } from './git.ts'
import type { Files } from './git-repositories.ts'
import { type BareRepository, openRepository } from './world-repositories.ts'
import { imageUrl, type WriterTask } from './writers.ts'

/** Writers that are released at once: half of them with an entry each in one file, the others with a file each. */
export function burstTasks(count: number, commit: string): WriterTask[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `service-${String(index).padStart(3, '0')}`
    const overlay = index < count / 2 ? 'apps/shared' : `apps/${name}`
    return { id: `${1000 + index}`, images: [{ name, overlays: [overlay] }], commit }
  })
}

export const burstFile = (overlay: string): string => `${overlay}/kustomization.yaml`

const entry = (name: string, tag: string): string =>
  `  - name: ${name}\n    newName: ${imageUrl(name)}\n    newTag: "${tag}" # of ${name}\n`

/** The config repository of a burst, with every image at this tag. */
export function burstFiles(tasks: readonly WriterTask[], tag: string): Files {
  const files: Files = { 'README.md': '# platform-config\n' }
  for (const { name, overlays } of tasks.flatMap(({ images }) => images)) {
    for (const path of overlays.map(burstFile)) {
      files[path] ??= 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages:\n'
      files[path] += entry(name, tag)
    }
  }
  return files
}

export interface BurstVerdict {
  /** Writers whose values are in the final files and whose commit is in the history once. */
  landed: number
  /** What must not be: commits that are no deploys, merges, several commits of one writer, bytes that nobody wrote. */
  faults: string[]
}

/** Judges by what the repository holds, not by what the writers said. */
export async function judgeBurst(
  directory: string,
  tasks: readonly WriterTask[],
  oldTag: string,
): Promise<BurstVerdict> {
  const repository = repositoryAt(directory)
  const log = await repository.log()
  const commits = log.slice(0, -1)
  const faults = commits.flatMap(({ sha, parents, message }) => [
    ...(parents.length === 1 ? [] : [`${sha} has ${parents.length} parents`]),
    ...(message.startsWith('deploy(') ? [] : [`${sha} is no deploy: ${message}`]),
  ])
  const written = new Set<string>()
  for (const { id } of tasks) {
    const count = commits.filter(({ message }) => message.includes(`Correlation-Id: gh-${id}-1`)).length
    if (count === 1) written.add(id)
    if (count > 1) faults.push(`writer ${id} has ${count} commits`)
  }
  if (commits.length !== written.size) faults.push(`${commits.length} commits of ${written.size} writers`)
  const expected = expectedFiles(tasks, written, oldTag)
  for (const [path, text] of Object.entries(expected)) {
    if ((await repository.file(path)) !== text) faults.push(`${path} is not what its writers wrote`)
  }
  const listed = await git(['ls-tree', '-r', '--name-only', 'HEAD'], { cwd: directory })
  if (listed !== Object.keys(expected).toSorted().join('\n')) faults.push('files came or went')
  return { landed: written.size, faults }
}

/** The first state with exactly the tags of those who landed. */
function expectedFiles(tasks: readonly WriterTask[], written: ReadonlySet<string>, oldTag: string): Files {
  const files = burstFiles(tasks, oldTag)
  for (const { id, images, commit } of tasks) {
    if (!written.has(id)) continue
    for (const { name, overlays } of images) {
      for (const path of overlays.map(burstFile)) {
        files[path] = files[path]?.replace(entry(name, oldTag), entry(name, commit)) ?? ''
      }
    }
  }
  return files
}

function repositoryAt(directory: string): BareRepository {
  const [, root = '', name = ''] = /^(.*)\/([^/]+\/[^/]+)\.git$/.exec(directory) ?? []
  return openRepository(root, name)
}
