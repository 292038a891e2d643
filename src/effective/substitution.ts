import { parentOf } from '../names/path.ts'
import type { RepositoryFiles } from './file.ts'
import { isTerraform } from './files/names.ts'
import { keptFor } from './kept.ts'
import { groupOf } from './sites/place.ts'
import { textAt, valueAt, valueUnder, type YamlNode } from './yaml/node.ts'

type SaysOfRoots = (roots: readonly string[]) => boolean

/**
 * Says of roots whether something fills in `${NAME}` in what they deploy: Flux (`postBuild`), a plug-in of Argo CD,
 * `templatefile` of Terraform, or `envsubst` in a pipeline or script of this repository, which may do it to any file, or
 * on a page beside it or above.
 */
export const substitutions = keptFor((files: RepositoryFiles): SaysOfRoots => {
  const folders = files.paths.flatMap((path) => foldersIn(files, path, ['postBuild', 'plugin']))
  const everywhere = [...files.paths.filter(isPipeline), ...SCRIPTS].some((path) =>
    files.file(path)?.text.includes('envsubst'),
  )
  const templates = new Set(files.paths.filter(isTerraform).flatMap((path) => templatesIn(files, path)))
  const isToldOf = toldByPages(files)
  return (roots) =>
    everywhere ||
    isBelowOne(roots, folders) ||
    roots.some((root) => templates.has(basename(root)) || isToldOf(root))
})

/** Names of files that Terraform fills in; the path in front of them is mostly an expression. */
function templatesIn(files: RepositoryFiles, path: string): readonly string[] {
  const text = files.file(path)?.text ?? ''
  return [...text.matchAll(/\btemplatefile\(\s*"([^"\n]*)"/g)].map(([, named = '']) => basename(named))
}

const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Says whether a page about a folder, or about one above it, has the command by which people fill files in. */
function toldByPages(files: RepositoryFiles): (path: string) => boolean {
  const known = new Map<string, boolean>()
  const isTold = (folder: string): boolean => {
    const told =
      known.get(folder) ??
      (files.file(folder === '' ? 'README.md' : `${folder}/README.md`)?.text.includes('envsubst') === true ||
        (folder !== '' && isTold(parentOf(folder))))
    known.set(folder, told)
    return told
  }
  return isTold
}

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
