import { join } from 'node:path'

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
