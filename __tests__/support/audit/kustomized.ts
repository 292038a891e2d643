import type { BuildOverrides } from '../../../src/effective/kustomize/build/build-overrides.ts'
import { openKustomize } from '../../../src/effective/kustomize/engine.ts'
import type { KubeObject, Unknown } from '../../../src/effective/object.ts'
import { type ScalarNode, type Span, valueAt, type YamlNode } from '../../../src/effective/yaml/node.ts'
import { type MemoryFile, memoryFiles } from './memory-files.ts'
import { said } from './shown.ts'

export type Tree = Readonly<Record<string, MemoryFile>>

/** What kustomize would build of a folder of a tree. */
export function kustomized(tree: Tree, folder = 'o', overrides?: BuildOverrides) {
  const engine = openKustomize(memoryFiles(tree))
  const { objects, unknown } = engine.build(folder, overrides)
  return { engine, objects, unknown, messages: unknown.map(shownUnknown) }
}

/** `kind/name` to all that an object says. */
export const saidOf = (objects: readonly KubeObject[]) =>
  Object.fromEntries(objects.map((object) => [`${object.kind}/${object.name}`, said(object.root)]))

/** The value at the end of steps, which must be a scalar. */
export function scalarOf(object: KubeObject | undefined, ...steps: (string | number)[]): ScalarNode {
  const node = steps.reduce<YamlNode | undefined>(
    (held, step) => (held?.kind === 'list' ? held.items[Number(step)] : valueAt(held, String(step))),
    object?.root,
  )
  if (node?.kind !== 'scalar') throw new Error(`there is no scalar at ${steps.join('.')}`)
  return node
}

/** The image of a container of a pod or of what makes pods. */
export const imageOf = (object: KubeObject | undefined, at = 0): ScalarNode => {
  const spec = ['spec', ...(object?.kind === 'Pod' ? [] : ['template', 'spec'])]
  return scalarOf(object, ...spec, 'containers', at, 'image')
}

/** `path:line` of a place, and what stands there. */
export function placeOf({ source, start, end }: Span): string {
  const line = source.text.slice(0, start).split('\n').length
  return `${source.path}:${line} ${source.text.slice(start, end).split('\n')[0]}`
}

const shownUnknown = ({ message, at }: Unknown): string =>
  `${at.source.path}:${at.source.text.slice(0, at.start).split('\n').length} ${message}`

export const pod = (name: string, ...images: readonly string[]): string =>
  `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
${images.map((image, at) => `  - name: c${at}\n    image: ${image}\n`).join('')}`

export const deployment = (name: string, ...images: readonly string[]): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
${images.map((image, at) => `      - name: c${at}\n        image: ${image}\n`).join('')}`
