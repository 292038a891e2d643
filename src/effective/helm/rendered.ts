import { lastSegment, registryOf, splitReference } from '../../names/reference.ts'
import { withoutLastSlashes } from '../../names/text.ts'
import type { EffectiveRepository } from '../repository.ts'
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

/** What came of asking helm: the images that it renders, or why there are none. */
export type HelmAnswer = { readonly images: readonly string[] } | { readonly failure: string }

/** A repository whose charts say what helm has answered, beside what was worked out of their templates. */
export function withHelm(
  repository: EffectiveRepository,
  answers: ReadonlyMap<HelmUse, HelmAnswer>,
): EffectiveRepository {
  if (answers.size === 0) return repository
  const charts = repository.charts.map((use) => {
    const answer = answers.get(use)
    if (!answer) return use
    return 'failure' in answer ? { ...use, failure: answer.failure } : confirmed(use, answer.images)
  })
  return {
    files: repository.files,
    charts,
    get kustomizations() {
      return repository.kustomizations
    },
    get deployed() {
      return repository.deployed
    },
    get images() {
      return repository.images
    },
    get roles() {
      return repository.roles
    },
    get pulls() {
      return repository.pulls
    },
  }
}

/** What helm renders, too, is confirmed; of what nobody could work out it has the only word. */
export function confirmed(use: HelmUse, images: readonly string[]): HelmUse {
  const known = new Set(images)
  const named = Map.groupBy(known, (image) => lastSegment(splitReference(image).name))
  const registry = use.globalRegistry?.text
  const services = use.services.map((service): HelmImage => {
    if (service.rendered === undefined) return told(service, named, registry)
    return known.has(service.rendered) ? { ...service, evidence: 'helm' } : service
  })
  return { ...use, services }
}

/** With more images of one name nobody could tell which one is meant. */
const MOST_ALIKE = 50

/** The one image that ends as the repository of the service does. */
function told(
  service: HelmImage,
  named: ReadonlyMap<string, readonly string[]>,
  registry: string | undefined,
): HelmImage {
  const own = splitReference(service.repository?.text ?? '').name
  const ownHost = registryOf(own)
  const path = ownHost === undefined ? own : own.slice(ownHost.length + 1)
  const alike = path === '' ? [] : (named.get(lastSegment(path)) ?? [])
  if (alike.length > MOST_ALIKE) return service
  const [image, ...others] = alike.filter((one) => `/${splitReference(one).name}`.endsWith(`/${path}`))
  if (image === undefined || others.length > 0) return service
  const isUnder = (lead = '') => lead !== '' && image.startsWith(`${withoutLastSlashes(lead)}/`)
  const isOwn = isUnder(service.registry?.text || ownHost)
  const wins = isUnder(registry) ? 'global' : isOwn ? 'local' : undefined
  return { ...service, rendered: image, evidence: 'helm', wins }
}
