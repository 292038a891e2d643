import picomatch from 'picomatch'
import { isTooLong, parentOf } from '../../names/path.ts'
import type { RepositoryFiles } from '../file.ts'
import type { KubeObject } from '../object.ts'
import { objectsIn } from '../objects-in.ts'
import { textAt, type YamlNode } from '../yaml/node.ts'

/** Which files of a folder count. */
export interface DirectoryOptions {
  readonly recurse: boolean
  /** Globs of paths in the folder. */
  readonly include?: string | undefined
  readonly exclude?: string | undefined
}

/** `directory` of a source of Argo CD. */
export const optionsIn = (directory: YamlNode | undefined): DirectoryOptions => ({
  recurse: textAt(directory, 'recurse') === 'true',
  include: textAt(directory, 'include'),
  exclude: textAt(directory, 'exclude'),
})

/** The objects of a folder without a kustomization or chart. */
export function directoryObjects(
  folder: string,
  options: DirectoryOptions,
  files: RepositoryFiles,
): readonly KubeObject[] {
  const isWanted = filterOf(folder, options)
  return files.paths.flatMap((path) => {
    const file = isWanted(path) ? files.file(path) : undefined
    return file ? objectsIn(file) : []
  })
}

function filterOf(
  folder: string,
  { recurse, include, exclude }: DirectoryOptions,
): (path: string) => boolean {
  const lead = folder === '' ? '' : `${folder}/`
  const [included, excluded] = [globOf(include), globOf(exclude)]
  return (path) => {
    if (!path.startsWith(lead) || !/\.(?:ya?ml|json)$/.test(path)) return false
    if (!recurse && parentOf(path) !== folder) return false
    const inside = path.slice(lead.length)
    return (included?.(inside) ?? true) && !(excluded?.(inside) ?? false)
  }
}

/** Argo CD takes a glob, whose star also stands for slashes: `{a,b}/*.yaml`. */
function globOf(pattern: string | undefined): ((path: string) => boolean) | undefined {
  if (pattern === undefined || pattern === '' || isTooLong(pattern)) return undefined
  return picomatch(pattern, { bash: true, dot: true })
}
