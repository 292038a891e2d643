import { lstat, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../errors/errors.ts'
import { besideDockerfile, DOCKERFILES, ignoreFilesIn } from '../../names/path.ts'
import type { BuildPlan } from '../../plan/build.ts'
import { readRegular, type Unread } from '../../runner/regular-file.ts'
import type { Engine } from '../engine/engine.ts'
import { failWithoutContext, failWithoutDockerfile } from './missing.ts'

export interface Dockerfile {
  readonly path: string
  readonly text: string
  readonly isLink: boolean
}

/** The text of the Dockerfile, looked for before the engine is started, so that the message can name what was tried. */
export async function readDockerfile(plan: BuildPlan, engine: Engine): Promise<Dockerfile> {
  const folder = await stat(plan.context).catch(() => undefined)
  if (!folder?.isDirectory()) return failWithoutContext(plan)
  const tried =
    plan.file === undefined ? DOCKERFILES[engine.name].map((name) => join(plan.context, name)) : [plan.file]
  for (const path of tried) {
    const text = await readText(path)
    if (text === undefined) continue
    // An engine reads them to the end.
    await Promise.all([...ignoreFilesIn(plan.context), ...besideDockerfile(path)].map(readText))
    if (engine.name === 'buildah' && plan.withheld && path.endsWith('.in')) return preprocessed(path)
    return { path, text, isLink: (await lstat(path)).isSymbolicLink() }
  }
  return failWithoutDockerfile(plan, tried)
}

/** buildah-build, "-f": a file of such a name goes through cpp(1), which includes whatever it names. */
function preprocessed(path: string): never {
  return fail({
    code: 'ENGINE_UNSUITABLE',
    inputs: ['file', 'engine'],
    message: `buildah puts ${path} through the C preprocessor, by which it can read any file of this runner, and this run builds files that may be anybody's`,
    hint: 'Let such runs build with buildx: run docker/setup-buildx-action before this step and leave the input engine empty. Or give the file a name that does not end in .in.',
  })
}

/** Many times what people write, and what BuildKit takes in one message is but four times as much. */
const LARGEST_BYTES = 4 * 1024 * 1024

const FAULTS: Readonly<Record<Exclude<Unread, 'missing'>, string>> = {
  irregular: 'is no regular file',
  'too large': 'is larger than 4 MiB',
}

/** undefined: there is none. */
async function readText(path: string): Promise<string | undefined> {
  const content = readRegular(path, LARGEST_BYTES)
  if (content === 'missing') return undefined
  if (typeof content !== 'string') return content.toString('utf8')
  return fail({
    code: 'INPUT_INVALID',
    inputs: ['context', 'file'],
    message: `the build reads ${path}, which ${FAULTS[content]}`,
    hint: `Put a file of ordinary size at ${path}, or correct the inputs context and file.`,
  })
}
