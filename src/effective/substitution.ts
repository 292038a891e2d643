import type { RepositoryFiles } from './file.ts'
import { keptFor } from './kustomize/kept.ts'
import { groupOf } from './sites/place.ts'
import { textAt, valueAt, valueUnder, type YamlNode } from './yaml/node.ts'

type SaysOfRoots = (roots: readonly string[]) => boolean

/**
 * Says of roots whether something fills in `${NAME}` in what they deploy: Flux (`postBuild`), a plug-in of Argo CD, or
 * `envsubst` in a pipeline or script of this repository, which may do it to any file.
 */
export const substitutions = keptFor((files: RepositoryFiles): SaysOfRoots => {
  const folders = files.paths.flatMap((path) => foldersIn(files, path, ['postBuild', 'plugin']))
  const everywhere = [...files.paths.filter(isPipeline), ...SCRIPTS].some((path) =>
    files.file(path)?.text.includes('envsubst'),
  )
  return (roots) => everywhere || isBelowOne(roots, folders)
})

/** Says of roots whether a plug-in of Argo CD makes what is deployed from there: nobody else knows what it does. */
export const plugins = keptFor((files: RepositoryFiles): SaysOfRoots => {
  const folders = files.paths.flatMap((path) => foldersIn(files, path, ['plugin']))
  return (roots) => isBelowOne(roots, folders)
})

const isBelowOne = (roots: readonly string[], folders: readonly string[]): boolean =>
  roots.some((root) => folders.some((folder) => isBelow(root, folder)))

const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`)

const isPipeline = (path: string): boolean =>
  /^(?:\.github\/|\.gitlab-ci|\.circleci\/|azure-pipelines)/.test(path)

/** What people deploy with from their own machine. */
const SCRIPTS = [
  'Makefile',
  'justfile',
  'Justfile',
  'Jenkinsfile',
  'Tiltfile',
  'deploy.sh',
  'scripts/deploy.sh',
]

type Filler = 'postBuild' | 'plugin'

function foldersIn(files: RepositoryFiles, path: string, fillers: readonly Filler[]): readonly string[] {
  const file = files.file(path)
  if (!file || !fillers.some((filler) => file.text.includes(filler))) return []
  return file.documents.flatMap((root) => [
    ...(fillers.includes('postBuild') ? ofFlux(root) : []),
    ...(fillers.includes('plugin') ? ofPlugins(root) : []),
  ])
}

function ofFlux(root: YamlNode): readonly string[] {
  const spec = valueAt(root, 'spec')
  const isFlux = groupOf(textAt(root, 'apiVersion') ?? '') === 'kustomize.toolkit.fluxcd.io'
  return isFlux && valueAt(spec, 'postBuild') ? [folderOf(textAt(spec, 'path') ?? '')] : []
}

function ofPlugins(root: YamlNode): readonly string[] {
  if (groupOf(textAt(root, 'apiVersion') ?? '') !== 'argoproj.io') return []
  const spec = valueAt(root, 'spec')
  const application =
    textAt(root, 'kind') === 'ApplicationSet' ? valueUnder(spec, ['template', 'spec']) : spec
  return sourcesOf(application)
    .filter((source) => valueAt(source, 'plugin'))
    .map((source) => folderOf(textAt(source, 'path') ?? ''))
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
