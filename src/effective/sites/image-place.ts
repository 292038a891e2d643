import type { YamlNode } from '../yaml/node.ts'
import { isEncrypted } from './encrypted.ts'
import type { OwnPaths } from './own-paths.ts'
import { groupOf, holderKey, type Place, type Placed } from './place.ts'

/** What a key that names an image is to whoever reads the object. */
export interface ImagePlace {
  /** Whether `images:` of a kustomization gets there, as kustomize has it (`api/filters/imagetag`). */
  readonly reach: 'images' | 'none'
  readonly known: 'certain' | 'assumed'
}

const REACHED: ImagePlace = { reach: 'images', known: 'certain' }
const CERTAIN: ImagePlace = { reach: 'none', known: 'certain' }
const ASSUMED: ImagePlace = { reach: 'none', known: 'assumed' }

/** Lists of kustomize's own; what it does to them it does in objects of any kind. */
const CONTAINER_LISTS = new Set(['containers', 'initContainers'])

/** Mappings and lists of API groups whose `image` is one that a pod gets. */
const HOLDERS: Readonly<Record<string, ReadonlySet<string>>> = {
  'argoproj.io': new Set(['container', 'script', 'sidecars']),
  'tekton.dev': new Set(['steps', 'sidecars', 'stepTemplate']),
  'sparkoperator.k8s.io': new Set(['spec', 'driver', 'executor', 'template']),
  'monitoring.coreos.com': new Set(['spec', 'thanos']),
}

/** Parts of an inference service of KServe: the image of a model, or of one framework, below it. */
const PREDICTORS = new Set(['predictor', 'transformer', 'explainer'])

/** What a value means to a program of its own, or who fills it in: nothing in there is an image of a pod as it stands. */
const PATTERNS =
  /(?:^|\.)(?:kyverno\.io|gatekeeper\.sh|image\.toolkit\.fluxcd\.io|argocd-image-updater\.argoproj\.io|kargo\.akuity\.io|kustomize\.config\.k8s\.io|apiextensions\.k8s\.io)$/
const FILLED_IN = /(?:^|\.)(?:crossplane\.io|template\.openshift\.io|kro\.run)$/

/** Whether an object is one of those of which others are made, whatever is in it. */
export const isFilledInLater = (apiVersion: string): boolean => FILLED_IN.test(groupOf(apiVersion))

/** Objects that only say what to deploy; that is read elsewhere. */
const DEPLOYERS = new Set(['Application', 'ApplicationSet', 'AppProject', 'HelmRelease', 'HelmChart'])

const KEYS = new Set(['image', 'reference', 'imageName'])

/** Whether a key names an image, and how much is known of it. */
export function imagePlace(placed: Placed, isOwn?: OwnPaths): ImagePlace | undefined {
  const { entry, group, kind, place } = placed
  const own = isOwn?.(place) === true
  if (!own && !KEYS.has(entry.key.text)) return undefined
  if (PATTERNS.test(group) || DEPLOYERS.has(kind)) return undefined
  const found = own ? ownPlace(entry.value, placed) : placeOf(entry.key.text, entry.value, placed)
  if (!found || found.known === 'assumed') return found
  return FILLED_IN.test(group) || isFilledIn(entry.value) ? { ...found, known: 'assumed' } : found
}

function placeOf(key: string, value: YamlNode, { place, group }: Placed): ImagePlace | undefined {
  if (value.kind !== 'scalar' || isEncrypted(value)) return undefined
  if (key === 'image') return imageIn(place, group) ?? customImage(value.text, group)
  if (key === 'reference') return isVolume(place) ? REACHED : undefined
  return key === 'imageName' && group === 'postgresql.cnpg.io' ? CERTAIN : undefined
}

/** Who says that it is an image knows; what is known of it here anyway goes on to be. */
function ownPlace(value: YamlNode, placed: Placed): ImagePlace | undefined {
  const found = placeOf(placed.entry.key.text, value, placed)
  if (found?.known === 'certain') return found
  return value.kind === 'scalar' && !isEncrypted(value) ? CERTAIN : undefined
}

function imageIn(place: Place, group: string): ImagePlace | undefined {
  const holder = holderKey(place)
  if (!holder) return undefined
  const { key, isItem } = holder
  if (isItem && CONTAINER_LISTS.has(key)) return REACHED
  if (isItem && key === 'ephemeralContainers') return CERTAIN
  if (HOLDERS[group]?.has(key) === true) return CERTAIN
  return group === 'serving.kserve.io' && isPredictor(place) ? CERTAIN : undefined
}

const isPredictor = (place: Place): boolean =>
  [place.at(-2), place.at(-3)].some((step) => typeof step === 'string' && PREDICTORS.has(step))

/** `volumes[].image.reference`, which newer kustomize reaches as well. */
const isVolume = (place: Place): boolean =>
  place.at(-2) === 'image' && typeof place.at(-3) === 'number' && place.at(-4) === 'volumes'

/** A key called image of somebody's own kind of object: mostly one, and nobody says so. */
function customImage(text: string, group: string): ImagePlace | undefined {
  const isCustom = group.includes('.') && !/(?:^|\.)(?:k8s|openshift)\.io$/.test(group)
  return isCustom && /[/:]/.test(text) && !/\s|:\/\//.test(text) ? ASSUMED : undefined
}

/** Parameters of workflows (`{{inputs.parameters.image}}`), of pipelines (`$(params.image)`), and of whatever fills in files. */
function isFilledIn(value: YamlNode): boolean {
  return value.kind === 'scalar' && (value.text.includes('{{') || value.text.includes('$('))
}
