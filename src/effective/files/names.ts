import { isKustomization, parentOf } from '../../names/path.ts'

const YAML = /\.(?:ya?ml|json)$/
const CODE = /\.(?:tf|tfvars|[cm]?[jt]sx?)$/
const ARCHIVE = /\.tgz$/
const TYPES_ALONE = /\.d\.[cm]?ts$/

export const isCode = (path: string): boolean => CODE.test(path) && !TYPES_ALONE.test(path)
export const isArchive = (path: string): boolean => ARCHIVE.test(path)

/** HCL resolves names across the files of a folder, so all of them are needed. */
export const isTerraform = (path: string): boolean => /\.(?:tf|tfvars)$/.test(path)

/** A file of a chart's `templates`, which Helm fills in whatever is in it: YAML and the definitions for it. */
export function isTemplate(path: string, has: (path: string) => boolean): boolean {
  if (!/(?:^|\/)templates\//.test(path) || !/\.(?:ya?ml|tpl|json)$/.test(path)) return false
  return chartFoldersOf(path).some((folder) => has(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`))
}

/** Every folder that has the path under its `templates`. */
function chartFoldersOf(path: string): readonly string[] {
  const folders: string[] = []
  for (let folder = parentOf(path); folder !== ''; folder = parentOf(folder)) {
    if (folder === 'templates' || folder.endsWith('/templates')) folders.push(parentOf(folder))
  }
  return folders
}

/** Whether the name alone says that a file is looked at. */
export const isLookedAt = (path: string): boolean =>
  YAML.test(path) || isCode(path) || isArchive(path) || isKustomization(path) || path.endsWith('.tpl')
