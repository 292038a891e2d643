import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

type Texts = Readonly<Record<string, string>>

export async function layOut(folder: string, files: Texts): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

/** What kustomize prints; rejects with what it says. */
export async function kustomize(args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await run('kustomize', args, { cwd, maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

export function deployment(images: readonly string[], name = 'web'): string {
  const containers = images.map((image, index) => ({ name: `c${index}`, image }))
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { template: { spec: { containers } } },
  })
}

const CONTAINERS = ['web', 'api', 'db', 'web-admin', 'r/web']

/** Where the file of `filesOf` stands. A component gives nothing by itself: it is rendered through an overlay that uses it. */
export const placeOf = (kustomization: string): string =>
  kustomization.includes('kind: Component') ? 'component' : '.'

/** A folder that kustomize can build with that file, whose base is `base.yaml`, and `a` for the generated ones. */
export function filesOf(kustomization: string, name = 'web'): Record<string, string> {
  const base = deployment(CONTAINERS, name)
  const place = placeOf(kustomization)
  const user =
    place === '.' ? {} : { 'kustomization.yaml': `resources: [base.yaml]\ncomponents: [${place}]\n` }
  return { ...user, 'base.yaml': base, a: base, [join(place, 'kustomization.yaml')]: kustomization }
}

export interface EditCase {
  readonly name: string
  /** Of its deployment, which must be the only one of this name where many cases are built in one go. */
  readonly deployment?: string
  readonly before: string
  /** The text that this project makes of it, or undefined where it refuses. */
  readonly ours: string | undefined
  /** As `kustomize edit set image` takes it, without the name. */
  readonly image: string
}

/** Of one case or of several: the manifests of each edit, or what kustomize said where it refused. */
export interface Manifests {
  readonly ours: string
  readonly theirs: string
}

/** The kustomization under `ours/NAME` as this project edits it, and under `theirs/NAME` as kustomize does. */
export async function layOutEdits(root: string, it: EditCase): Promise<void> {
  const { name, before, ours, image, deployment: workload } = it
  const theirs = join(root, 'theirs', name)
  await layOut(theirs, filesOf(before, workload))
  if (ours !== undefined) await layOut(join(root, 'ours', name), filesOf(ours, workload))
  await kustomize(['edit', 'set', 'image', `web=${image}`], join(theirs, placeOf(before)))
}

/** What `kustomize build` makes of both edits. */
export async function compareEdits(root: string, it: EditCase): Promise<Manifests> {
  const build = (side: string) => kustomize(['build', join(side, it.name)], root)
  const theirs = await layOutEdits(root, it)
    .then(() => build('theirs'))
    .catch(firstLine)
  return { ours: it.ours === undefined ? '' : await build('ours').catch(firstLine), theirs }
}

/** Builds many cases in one go, because a process for each is slow: their manifests in the same order. */
export async function buildAll(root: string, side: string, names: readonly string[]): Promise<string[]> {
  const folder = join(side, `all-${names[0]}`)
  const resources = names.map((name) => `../${name}`)
  await layOut(join(root, folder), {
    'kustomization.yaml': JSON.stringify({ resources, sortOptions: { order: 'fifo' } }),
  })
  return (await kustomize(['build', folder], root)).split('---\n')
}

/** Without the folders, which differ, and without the help that kustomize adds to a refusal. */
function firstLine(error: Error & { stderr?: string }): string {
  return /^Error: .*?(?=\n|$)/.exec(error.stderr ?? '')?.[0] ?? String(error)
}
