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
