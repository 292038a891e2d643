import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { YamlNode } from '../../src/effective/yaml/node.ts'
import { textAt, valueAt } from '../../src/effective/yaml/node.ts'
import { readYaml } from '../../src/effective/yaml/read.ts'
import { effectiveIn } from '../support/audit/effective.ts'
import { layOut } from './kustomize.ts'

const run = promisify(execFile)

/** An overlay to be built, and the number it goes by. */
export interface Numbered {
  readonly number: number
  /** From the root that all are laid out in. */
  readonly folder: string
}

/** What kustomize makes of an overlay, or why it refuses. */
export type Built =
  | { readonly ok: true; readonly effective: readonly string[] }
  | { readonly ok: false; readonly message: string }

/**
 * Many overlays in one process, because a process for each is slow: each through a folder of its own that only puts its
 * number before all names, so that none clashes with another one. What kustomize refuses is left out, and it is asked
 * again.
 */
export async function buildTogether(
  root: string,
  overlays: readonly Numbered[],
): Promise<Map<number, Built>> {
  await layOut(root, Object.fromEntries(overlays.map(wrapped)))
  return buildAll(root, overlays)
}

async function buildAll(root: string, overlays: readonly Numbered[]): Promise<Map<number, Built>> {
  const result = await build(root, overlays)
  if (typeof result === 'string') {
    const effective = split(result)
    return new Map(
      overlays.map(({ number }) => [number, { ok: true, effective: effective.get(number) ?? [] }]),
    )
  }
  const [refused, ...more] = overlays.filter(
    (overlay) => overlays.length === 1 || result.message.includes(`/${wrapper(overlay)}'`),
  )
  if (refused && more.length === 0) {
    const others = overlays.filter((overlay) => overlay !== refused)
    const built = others.length > 0 ? await buildAll(root, others) : new Map<number, Built>()
    return built.set(refused.number, { ok: false, message: result.message })
  }
  // It does not say which one.
  const half = Math.ceil(overlays.length / 2)
  const halves = [overlays.slice(0, half), overlays.slice(half)]
  const built = await Promise.all(halves.map((some) => buildAll(root, some)))
  return new Map(built.flatMap((some) => [...some]))
}

const wrapper = ({ number }: Numbered): string => `built/n${number}-`

function wrapped(overlay: Numbered): readonly [string, string] {
  const text = JSON.stringify({ resources: [`../../${overlay.folder}`], namePrefix: `n${overlay.number}-` })
  return [join(wrapper(overlay), 'kustomization.yaml'), text]
}

async function build(
  root: string,
  overlays: readonly Numbered[],
): Promise<string | { readonly message: string }> {
  const folder = `built/all-${overlays[0]?.number}`
  const resources = overlays.map((overlay) => `../../${wrapper(overlay)}`)
  const text = JSON.stringify({ resources, sortOptions: { order: 'fifo' } })
  await layOut(root, { [join(folder, 'kustomization.yaml')]: text })
  try {
    const { stdout } = await run(newest(), ['build', resolve(root, folder)], {
      maxBuffer: 256 * 1024 * 1024,
    })
    return stdout
  } catch (error) {
    const { stderr = '' } = error as Error & { stderr?: string }
    // Not started at all is no refusal.
    if (stderr === '') throw error
    return { message: stderr }
  }
}

/** What an audit works out is what the newest kustomize renders: others leave some fields alone. */
function newest(): string {
  const { ECR_RIG_KUSTOMIZES: folder } = process.env
  if (folder === undefined) return 'kustomize'
  const versions = readdirSync(folder).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return join(folder, versions.at(-1) ?? '', 'kustomize')
}

/** By the numbers before the names, which go. */
function split(manifests: string): Map<number, readonly string[]> {
  const source = { path: 'manifests.yaml', text: manifests, exact: true }
  const { documents, faults } = readYaml(source)
  if (faults.length > 0) throw new Error(`kustomize printed what does not parse: ${JSON.stringify(faults)}`)
  const roots = documents.flatMap(({ root }) => (root ? [root] : []))
  const groups = Map.groupBy(roots, (root) => Number(/^n(\d+)-/.exec(nameOf(root))?.[1]))
  return new Map(
    [...groups].map(([number, held]) => [
      number,
      effectiveIn(held).map((line) => withoutNumber(line, number)),
    ]),
  )
}

/** Of the object, and of a secret that it refers to. */
const withoutNumber = (line: string, number: number): string =>
  line.replace(`/n${number}-`, '/').replace(`: n${number}-`, ': ')

const nameOf = (root: YamlNode): string => textAt(valueAt(root, 'metadata'), 'name') ?? ''
