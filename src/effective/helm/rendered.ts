import { textAt, type YamlNode } from '../yaml/node.ts'
import { readYaml } from '../yaml/read.ts'
import type { HelmImage, HelmUse } from './use.ts'

const HOLDS_TEXTS = new Set(['ConfigMap', 'Secret', 'CustomResourceDefinition'])

/** The images in what helm has rendered. */
export function imagesRendered(text: string): readonly string[] {
  const images: string[] = []
  for (const { root } of readYaml({ path: '', text, exact: false }).documents) {
    if (!HOLDS_TEXTS.has(textAt(root, 'kind') ?? '')) add(root, images)
  }
  return images
}

function add(node: YamlNode | undefined, images: string[]): void {
  if (node?.kind === 'list') for (const item of node.items) add(item, images)
  if (node?.kind !== 'map') return
  for (const { key, value } of node.entries) {
    if (key.text === 'image' && value.kind === 'scalar') images.push(value.text)
    else add(value, images)
  }
}

/** What helm says of a chart with its values, beside what was worked out: what it rendered, too, is confirmed. */
export function confirmed(use: HelmUse, images: readonly string[]): HelmUse {
  const known = new Set(images)
  return { ...use, services: use.services.map((service) => confirmedService(service, known)) }
}

const confirmedService = (service: HelmImage, known: ReadonlySet<string>): HelmImage =>
  service.rendered !== undefined && known.has(service.rendered) ? { ...service, evidence: 'helm' } : service
