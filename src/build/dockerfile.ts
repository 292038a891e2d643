import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../errors.ts'
import type { BuildPlan } from '../plan/plan.ts'
import type { Engine } from './engine.ts'

export interface Dockerfile {
  readonly path: string
  readonly text: string
}

/** What an engine that is given no name looks for, in this order; docker and BuildKit are nice to a lower-case one. */
const NAMES: Readonly<Record<Engine['name'], readonly string[]>> = {
  buildx: ['Dockerfile', 'dockerfile'],
  buildah: ['Containerfile', 'Dockerfile'],
  docker: ['Dockerfile', 'dockerfile'],
}

/** The text of the Dockerfile, looked for before the engine is started, so that the message can name what was tried. */
export async function readDockerfile(plan: BuildPlan, engine: Engine): Promise<Dockerfile> {
  const folder = await stat(plan.context).catch(() => undefined)
  if (!folder?.isDirectory()) {
    return fail({
      code: 'DOCKERFILE_MISSING',
      message: `the build context ${plan.context} is not a folder of the checkout`,
      hint: 'Correct the input context, and run actions/checkout before this step.',
    })
  }
  const tried =
    plan.file === undefined ? NAMES[engine.name].map((name) => join(plan.context, name)) : [plan.file]
  for (const path of tried) {
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text !== undefined) return { path, text }
  }
  return fail({
    code: 'DOCKERFILE_MISSING',
    message: `there is no Dockerfile at ${tried.join(' or ')}`,
    hint: 'Set the input file to its path (relative to the workspace, not to context), or correct context.',
  })
}
