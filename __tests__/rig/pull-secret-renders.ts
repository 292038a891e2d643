import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from './kube-object.ts'

const run = promisify(execFile)

const EXAMPLE = 'examples/pull-secrets'
export const NAMESPACE = 'ecr-pull-secrets'

/** The objects in an order of their own, so that two lists of the same ones are equal. */
function objectsOf(text: string): KubeObject[] {
  const objects = parseAllDocuments(text).map((document) => document.toJS() as KubeObject | null)
  return objects.filter((object) => object !== null).toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))
}

const keyOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace} ${metadata.name}`

export async function kustomizeBuild(folder: string, program = 'kustomize'): Promise<KubeObject[]> {
  const { stdout } = await run(program, ['build', folder])
  return objectsOf(stdout)
}

/** With more values than those of the example. */
export async function helmTemplate(values = {}): Promise<KubeObject[]> {
  const folder = await mkdtemp(join(tmpdir(), 'values-'))
  const file = join(folder, 'values.yaml')
  await writeFile(file, JSON.stringify(values))
  const files = [`--values=${EXAMPLE}/example/values.yaml`, `--values=${file}`]
  const about = [`--namespace=${NAMESPACE}`, '--kube-version=1.34.4']
  const chart = `${EXAMPLE}/refresher`
  const { stdout } = await run('helm', ['template', 'ecr-pull-secrets', chart, ...about, ...files])
  await rm(folder, { recursive: true })
  return objectsOf(stdout)
}

/** The example of kustomize with another text in the file that says what the refresher is made of. */
export async function changedExample(change: (text: string) => string): Promise<KubeObject[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kustomize-'))
  await cp(EXAMPLE, folder, { recursive: true })
  const file = join(folder, 'example/refresher/kustomization.yaml')
  await writeFile(file, change(await readFile(file, 'utf8')))
  const objects = await kustomizeBuild(join(folder, 'example'))
  await rm(folder, { recursive: true })
  return objects
}
