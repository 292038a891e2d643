import type { RepositoryFiles } from './file.ts'
import { keptFor } from './kustomize/kept.ts'
import { groupOf } from './sites/place.ts'
import { textAt, textOf, valueAt, valueUnder, type YamlNode } from './yaml/node.ts'

/**
 * Says of roots whether something fills in `${NAME}` in what they deploy: Flux (`postBuild`), a plug-in of Argo CD, or
 * `envsubst` in a pipeline of this repository, which may do it to any file.
 */
export const substitutions = keptFor((files: RepositoryFiles): ((roots: readonly string[]) => boolean) => {
  const folders = files.paths.flatMap((path) => foldersFilledIn(files, path))
  return (roots) => roots.some((root) => folders.some((folder) => isBelow(root, folder)))
})

const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`)

const EVERYWHERE = ['']

function foldersFilledIn(files: RepositoryFiles, path: string): readonly string[] {
  const file = files.file(path)
  if (!file) return []
  if (isPipeline(path)) return file.text.includes('envsubst') ? EVERYWHERE : []
  if (!file.text.includes('postBuild') && !file.text.includes('plugin:')) return []
  return file.documents.flatMap(foldersOf)
}

const isPipeline = (path: string): boolean =>
  /^(?:\.github\/|\.gitlab-ci|\.circleci\/|azure-pipelines)/.test(path)

function foldersOf(root: YamlNode): readonly string[] {
  const group = groupOf(textAt(root, 'apiVersion') ?? '')
  const spec = valueAt(root, 'spec')
  if (group === 'kustomize.toolkit.fluxcd.io') {
    return valueAt(spec, 'postBuild') ? [folderOf(textAt(spec, 'path') ?? '')] : []
  }
  if (group !== 'argoproj.io') return []
  const application =
    textAt(root, 'kind') === 'ApplicationSet' ? valueUnder(spec, ['template', 'spec']) : spec
  return sourcesOf(application)
    .filter((source) => valueAt(source, 'plugin'))
    .map((source) => folderOf(textOf(valueAt(source, 'path')) ?? ''))
}

function sourcesOf(spec: YamlNode | undefined): readonly YamlNode[] {
  const sources = valueAt(spec, 'sources')
  const single = valueAt(spec, 'source')
  return sources?.kind === 'list' ? sources.items : single ? [single] : []
}

/** Up to what stands for many: `apps/{{path}}` is below `apps`. */
function folderOf(path: string): string {
  const written = path.replace(/(?:\{\{|[*$]).*$/s, '')
  return written
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}
