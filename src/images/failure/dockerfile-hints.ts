import type { Heredoc } from '../dockerfile/instructions.ts'
import type { FailureKind } from './kind.ts'
import type { BuildFailure } from './read.ts'
import type { ReadDockerfile, Subject } from './subject.ts'

/** The Dockerfile uses what its reader does not know: a typing error, or too old a reader. */
export function newerHint({ place, dockerfile }: Subject): string {
  return `Correct ${place}; or, where it is right and newer than what reads it here, ${READERS[dockerfile.engine.name](dockerfile)}.`
}

/** How each engine comes to read newer Dockerfiles (Docker docs, "Custom Dockerfile syntax"). */
const READERS: Readonly<Record<ReadDockerfile['engine']['name'], (dockerfile: ReadDockerfile) => string>> = {
  buildx: ({ path, frontend }) =>
    frontend === undefined
      ? `put "# syntax=docker/dockerfile:1" on the first line of ${path}, which has BuildKit fetch a current reader`
      : `let # syntax in ${path} name a newer version than ${frontend}, such as docker/dockerfile:1`,
  docker: ({ path }) =>
    `set engine: buildx, and put "# syntax=docker/dockerfile:1" on the first line of ${path}: the classic builder reads no newer Dockerfiles`,
  buildah: ({ engine }) =>
    `update buildah${engine.version === undefined ? '' : ` (this is ${engine.version})`}, or set engine: buildx`,
}

/** The first version that reads them (containers/buildah#3474). */
const HEREDOCS_IN_BUILDAH = '1.35'

export function heredocHint({ place, dockerfile: { engine } }: Subject): string {
  const version = engine.version === undefined ? '' : ` (this is ${engine.version})`
  return `Update buildah to ${HEREDOCS_IN_BUILDAH} or newer${version}, which knows here-documents: to this one the lines behind << in ${place} are instructions of their own. Or set engine: buildx, or do without << there.`
}

type Known = Pick<BuildFailure, 'line' | 'reason'> & { readonly kind: FailureKind }

/**
 * A reader that knows no here-documents takes their lines for instructions (`Unknown instruction: "ECHO"`), and the
 * marker for a file. What it fails for is then the document, where that begins.
 */
export function ofHeredoc<T extends Known>(failure: T, heredocs: readonly Heredoc[], engine: string): T {
  const { kind, line = 0, reason } = failure
  const isMarker = kind === 'file-missing' && /"\/(?:[^"]{0,4000}\/)?<</.test(reason)
  const around = heredocs.find(({ first, last }) => line >= first && line <= last)
  if (!around || !(isMarker || (kind === 'syntax' && line > around.first))) return failure
  return {
    ...failure,
    kind: engine === 'buildah' ? 'heredoc-unknown' : 'dockerfile-newer',
    line: around.first,
  }
}
