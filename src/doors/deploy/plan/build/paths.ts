import { basename, dirname, join } from 'node:path'
import type { BuildInputs } from '../../../../inputs/build-inputs.ts'
import { localPaths } from '../../../../inputs/cache-entry.ts'
import { besideDockerfile, DOCKERFILES, ignoreFilesIn } from '../../../../names/path.ts'
import type { Inputs } from '../../inputs.ts'

/**
 * What is asked of a path. A `folder` is handed to the build whole, and a `file` says how to build: both belong to the
 * checkout. A `named` file is one that the workflow picked, wherever it is: only the checkout must not change which.
 */
type PathKind = 'folder' | 'file' | 'named'

/** A path of this machine that a build reads. */
export interface BuildPath {
  readonly input: string
  readonly path: string
  readonly kind: PathKind
  /** The path that it was made from: where that one is refused, nothing is to be said of this. */
  readonly of?: string
}

/** Every path that the builds of this step read, or that an engine looks for by itself. */
export function buildPaths({ build, images }: Inputs): readonly BuildPath[] {
  if (build === 'never') return []
  const paths = images.flatMap((image) => pathsOf(image.build))
  return [...new Map(paths.map((one) => [JSON.stringify(one), one])).values()]
}

function pathsOf(build: BuildInputs): readonly BuildPath[] {
  const { context, file, contexts, secretFiles, ssh, cacheFrom, cacheTo } = build
  return [
    { input: 'context', path: context, kind: 'folder' },
    ...dockerfiles(context, file),
    ...contexts.flatMap((entry) => {
      const path = contextPath(entry)?.path
      return path === undefined ? [] : [{ input: 'build-contexts', path, kind: 'folder' } as const]
    }),
    ...secretFiles.map(({ path }) => ({ input: 'secret-files', path, kind: 'named' }) as const),
    ...ssh.flatMap((entry) => sshPaths(entry).map((path) => named('ssh', path))),
    ...cacheFrom.flatMap((entry) => localPaths(entry).map((path) => named('cache-from', path))),
    ...cacheTo.flatMap((entry) => localPaths(entry).map((path) => named('cache-to', path))),
  ]
}

const named = (input: string, path: string): BuildPath => ({ input, path, kind: 'named' })

/** Without the input file: which engine will build is not known yet. */
const ANY_DOCKERFILE = [...new Set(Object.values(DOCKERFILES).flat())]

/** A Dockerfile, and what engines read unasked beside it and in the context. */
function dockerfiles(context: string, file: string | undefined): readonly BuildPath[] {
  const input = file === undefined ? 'context' : 'file'
  const given = file === undefined ? ANY_DOCKERFILE.map((name) => join(context, name)) : [file]
  const of = file ?? context
  const beside = given.flatMap(besideDockerfile)
  return [
    ...given.map((path) => ({ input, path, kind: 'file', ...(path === of ? {} : { of }) }) as const),
    // A frontend may read all of the folder that it is in (BuildKit, the local source `dockerfile`).
    ...(file === undefined ? [] : [{ input, path: dirname(file), kind: 'folder', of } as const]),
    ...beside.map((path) => ({ input, path, kind: 'file', of }) as const),
    ...ignoreFilesIn(context).map((path) => ({ input: 'context', path, kind: 'file', of: context }) as const),
  ]
}

/** A further context that lies on this machine: its path, and what stands around it. */
interface ContextPath {
  readonly before: string
  readonly path: string
  readonly after: string
}

/** What every engine takes from elsewhere. All else is also a path to one of them, if only a strange one. */
const ELSEWHERE = /^(?:docker-image|https?):\/\//
const LAYOUT = /^(oci-layout:\/\/)([^@:]*)(.*)$/s

export function contextPath(entry: string): ContextPath | undefined {
  const equals = entry.indexOf('=') + 1
  const [name, value] = [entry.slice(0, equals), entry.slice(equals)]
  if (ELSEWHERE.test(value)) return undefined
  const [, scheme = '', path = value, after = ''] = LAYOUT.exec(value) ?? []
  return { before: `${name}${scheme}`, path, after }
}

/** Key files, or the socket of an agent: `ID=path[,path]`. */
function sshPaths(entry: string): readonly string[] {
  const equals = entry.indexOf('=')
  return equals === -1 ? [] : entry.slice(equals + 1).split(',')
}

/** The same inputs with what `change` makes of their paths. A Dockerfile keeps its name: engines look for others by it. */
export function withPaths(inputs: Inputs, change: (path: string) => string): Inputs {
  const [first, ...rest] = inputs.images
  const moved = (image: typeof first) => ({ ...image, build: changed(image.build, change) })
  return { ...inputs, images: [moved(first), ...rest.map(moved)] }
}

function changed(build: BuildInputs, change: (path: string) => string): BuildInputs {
  return {
    ...build,
    context: change(build.context),
    file: build.file === undefined ? undefined : changedFile(build.file, change),
    contexts: build.contexts.map((entry) => {
      const found = contextPath(entry)
      return found ? `${found.before}${change(found.path)}${found.after}` : entry
    }),
    secretFiles: build.secretFiles.map((secret) => ({ ...secret, path: change(secret.path) })),
    ssh: build.ssh.map((entry) => {
      const id = entry.slice(0, entry.indexOf('=') + 1)
      const paths = sshPaths(entry)
      return paths.length === 0 ? entry : `${id}${paths.map(change).join(',')}`
    }),
  }
}

function changedFile(file: string, change: (path: string) => string): string {
  const folder = dirname(file)
  const real = change(folder)
  return real === folder ? file : join(real, basename(file))
}
