import { isScalar, type YAMLMap } from 'yaml'
import { hasEcrSuffix } from '../../names/host.ts'
import { registryOf } from '../../names/reference.ts'
import { withoutLastSlashes } from '../../names/text.ts'
import { keysFor, valuesOf } from '../kustomize/forms.ts'
import type { Values } from '../path/set.ts'
import { textOf } from '../path/text.ts'
import { refuse } from '../refuse.ts'
import type { ImageValues, WantedValues } from '../target.ts'
import { pairIn } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'
import type { GlobalRegistry } from './shared-registry.ts'

/** What a mapping of values says of an image, and what says it. */
export interface ImageMap {
  readonly values: ImageValues
  /** The key that has the repository. */
  readonly nameKey: string | undefined
  readonly shared: GlobalRegistry | undefined
  readonly notices: readonly string[]
  /** The keys that give it these values. */
  readonly keysFor: (wanted: WantedValues) => Values
}

const OWN = ['registry', 'repository', 'tag', 'digest'] as const

/** What decides which image it is, whichever mapping says it. */
export const IMAGE_KEYS = [...OWN, 'image', 'sha'] as const

/** Whether a mapping says anything of an image. */
export const saysImage = (map: YAMLMap): boolean =>
  OWN.some((key) => pairIn(map, key)) || nameKeyIn(map) !== undefined

/** Some charts call the repository otherwise; a word without a slash may be anything. */
function nameKeyIn(map: YAMLMap): string | undefined {
  if (pairIn(map, 'repository')) return 'repository'
  return ['image', 'name'].find((key) => {
    const value = pairIn(map, key)?.value
    return isScalar(value) && typeof value.value === 'string' && value.value.includes('/')
  })
}

/** What the file says beside the mapping. */
interface Around {
  readonly where: string
  readonly global: GlobalRegistry | undefined
  /** Which image it is, where it has no repository of its own. */
  readonly fallback: GlobalRegistry | undefined
}

/** @throws StepError EDIT_UNSAFE for values that cannot be edited exactly. */
export function readImageMap(
  source: YamlSource,
  map: YAMLMap,
  { where, global, fallback }: Around,
): ImageMap {
  const nameKey = nameKeyIn(map)
  const text = (key: string | undefined) =>
    key === undefined ? undefined : textOf(source, pairIn(map, key)?.value, `${where}.${key}`)
  const [registry, repository, tag, digest] = [text('registry'), text(nameKey), text('tag'), text('digest')]
  failOnOtherDigest(source, map, where)
  const isHosted = repository !== undefined && registryOf(repository) !== undefined
  const isOpen = repository === undefined && registry === undefined
  const shared = (isOpen ? fallback : undefined) ?? sharedBy(global, { registry, isHosted })
  const lead = leadOf({ registry, isHosted, shared })
  const newName = repository === undefined ? undefined : `${lead}${repository}`
  const keys = { name: '', newName, newTag: tag, digest }
  const values = valuesOf(keys)
  if (values.tag === undefined) failOnOtherTag(source, map, where)
  return {
    values: { ...values, image: newName === undefined ? undefined : values.image },
    nameKey,
    shared,
    notices: besides(global, { registry, shared, where, source }),
    keysFor: (wanted) => {
      const next = keysFor(keys, wanted)
      return [
        ...(next.newName === undefined ? [] : named(next.newName, { lead, registry, nameKey, map, shared })),
        ...(next.newTag === undefined ? [] : [['tag', next.newTag] as const]),
        ...(next.digest === undefined ? [] : [['digest', next.digest] as const]),
      ]
    },
  }
}

interface Parts {
  readonly registry: string | undefined
  readonly isHosted: boolean
  readonly shared?: GlobalRegistry | undefined
}

/**
 * A registry of the image's own comes before the one that all share in some charts, and behind it in others (Bitnami's
 * library takes the shared one): where both are of ECR, both have to be right.
 */
function sharedBy(
  global: GlobalRegistry | undefined,
  { registry, isHosted }: Parts,
): GlobalRegistry | undefined {
  if (!global || isHosted) return undefined
  return registry === undefined || hasEcrSuffix(global.host) ? global : undefined
}

const leadOf = ({ registry, isHosted, shared }: Parts): string => {
  if (isHosted) return ''
  const lead = registry ?? shared?.prefix
  return lead === undefined ? '' : `${withoutLastSlashes(lead)}/`
}

interface Naming {
  readonly lead: string
  readonly registry: string | undefined
  readonly nameKey: string | undefined
  readonly map: YAMLMap
  readonly shared: GlobalRegistry | undefined
}

/** The name in the keys that have it: apart where the registry has a key of its own, without it where it is shared. */
function named(name: string, { lead, registry, nameKey = 'repository', map, shared }: Naming): Values {
  if (lead !== '' && name.startsWith(lead)) return [[nameKey, name.slice(lead.length)]]
  if (registry === undefined && shared) return [[nameKey, name]]
  const host = registryOf(name)
  if (host === undefined || !pairIn(map, 'registry')) return [[nameKey, name]]
  return [
    ['registry', host],
    [nameKey, name.slice(host.length + 1)],
  ]
}

/** Beside a new tag it would go on deploying the old image, as a digest would. */
function failOnOtherDigest(source: YamlSource, map: YAMLMap, where: string): void {
  const pair = pairIn(map, 'sha')
  if (!pair || !isScalar(pair.value) || !pair.value.value) return
  const line = source.lineAt(rangeOf(pair.key)[0])
  refuse(source.file, line, {
    message: `has ${where}.sha, by which the chart would go on deploying the old image under a new tag`,
    hint: `Empty ${where}.sha, or write what it pins as ${where}.digest where the chart reads that.`,
  })
}

const OTHER_TAGS = ['imageTag', 'version'] as const

/** Where there is no tag, the chart may read it there, and would go on deploying the old image beside a new one. */
function failOnOtherTag(source: YamlSource, map: YAMLMap, where: string): void {
  if (pairIn(map, 'tag')) return
  const key = OTHER_TAGS.find((name) => isFilled(pairIn(map, name)?.value))
  const pair = key && pairIn(map, key)
  if (!pair) return
  refuse(source.file, source.lineAt(rangeOf(pair.key)[0]), {
    message: `has ${where}.${key} where a tag is missing, by which the chart may go on deploying the old image`,
    hint: `Write it as ${where}.tag where the chart takes that, or all of it as one text repository:tag. If it is none of the image, write ${where}.tag beside it.`,
  })
}

const isFilled = (node: unknown): boolean => isScalar(node) && node.value !== null && node.value !== ''

function besides(
  global: GlobalRegistry | undefined,
  {
    registry,
    shared,
    where,
    source,
  }: Pick<Naming, 'registry' | 'shared'> & { where: string; source: YamlSource },
): readonly string[] {
  if (!global || shared || registry === undefined) return []
  const { path } = source.file
  return [
    `${path}:${global.line} has ${global.key}: ${global.host}, and ${where}.registry is ${registry}: which of the two the image is pulled from is up to the chart.`,
  ]
}
