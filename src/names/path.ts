import { join } from 'node:path'
import picomatch from 'picomatch'

/**
 * A path of the config repository as git names it: without `.` segments and without a slash at the end; the root is
 * the empty path. undefined for anything that could leave the repository, and for a pattern that only takes paths
 * away.
 */
export function overlayPath(given: string): string | undefined {
  if (/^[/!]/.test(given) || given.includes('\\')) return undefined
  const segments = given.replace(/\/$/, '').split('/')
  if (segments.some((segment) => segment === '' || segment === '..')) return undefined
  return segments.filter((segment) => segment !== '.').join('/')
}

/** The folder that a path is in; the root is the empty path. */
export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** The path of what is in a folder. */
export const inFolder = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

/** What git keeps for itself, and in part runs; some file systems take names in any case. */
export const isOfGit = (path: string): boolean => /(?:^|\/)\.git(?:\/|$)/i.test(path)

/** Whether an overlay is a pattern, which stands for all paths that match it. */
export function isGlob(overlay: string): boolean {
  return picomatch.scan(overlay).isGlob
}

/** PATH_MAX and NAME_MAX of Linux: no checkout holds what is longer. */
const LONGEST_PATH = 4096
const LONGEST_NAME = 255

/**
 * Whether a path is none that anybody could check out, though a tree may name it. A pattern with several stars takes
 * far longer for a name of twice the length, so such a path is not even compared.
 */
export function isTooLong(path: string): boolean {
  return path.length > LONGEST_PATH || path.split('/').some((name) => name.length > LONGEST_NAME)
}

/** What an engine that is given no name looks for, in this order; docker and BuildKit are nice to a lower-case one. */
export const DOCKERFILES = {
  buildx: ['Dockerfile', 'dockerfile'],
  buildah: ['Containerfile', 'Dockerfile'],
  docker: ['Dockerfile', 'dockerfile'],
} as const

/** Lists of what is left out of a context (Docker docs, ".dockerignore files"; containerignore(5)). */
const IGNORED = ['.dockerignore', '.containerignore']

/** What buildx reads beside a Dockerfile, too (buildx docs, "Build policies"). */
const POLICY = '.rego'

/** What engines read unasked because of a Dockerfile. */
export const besideDockerfile = (path: string): readonly string[] =>
  [...IGNORED, POLICY].map((name) => `${path}${name}`)

/** What engines read unasked in a context. */
export const ignoreFilesIn = (context: string): readonly string[] =>
  IGNORED.map((name) => join(context, name))

/** The lists of which the first that is there says what is left out of a context: one for a Dockerfile of its own wins. */
export const ignoreFilesOf = (context: string, file: string | undefined): readonly string[] => [
  ...(file === undefined ? DEFAULT_DOCKERFILES.map((name) => join(context, name)) : [file]).flatMap(
    listsBeside,
  ),
  ...ignoreFilesIn(context),
]

const DEFAULT_DOCKERFILES = [...new Set(Object.values(DOCKERFILES).flat())]

const listsBeside = (path: string): readonly string[] => IGNORED.map((name) => `${path}${name}`)

/** File names that kustomize recognises (kustomize v5, `RecognizedKustomizationFileNames`). */
export const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const

/** A file name that kustomize recognises. */
export const isKustomization = (path: string): boolean =>
  KUSTOMIZATION_NAMES.some((name) => path === name || path.endsWith(`/${name}`))
