import { type Judged, judgedTogether } from '../errors/judged.ts'
import type { ReadInput } from './reader.ts'
import { type ReadYaml, type Texts, textsOf, type YamlMap, yamlProblem, yamlValue } from './yaml-map.ts'

/** What an item of `images` may say: the inputs of the same names, for this image alone. */
const IMAGE_KEYS = [
  'name',
  'repository',
  'registry',
  'tag',
  'source-repository',
  'context',
  'file',
  'target',
  'platforms',
  'build-args',
  'build-contexts',
  'labels',
  'no-cache',
  'network',
  'secret-envs',
  'secret-files',
  'ssh',
  'cache',
  'cache-from',
  'cache-to',
  'provenance',
  'sbom',
  'compression',
  'paths',
  'overlays',
  'helm-values',
  'manifests',
] as const

/** Lists of `name=value`, which YAML has a form of its own for. */
const PAIRS: ReadonlySet<string> = new Set([
  'build-args',
  'build-contexts',
  'labels',
  'secret-envs',
  'secret-files',
])

/** Further lists. An item of one in YAML is that item, whatever is in it. */
const LISTS: ReadonlySet<string> = new Set([
  ...PAIRS,
  'platforms',
  'ssh',
  'cache-from',
  'cache-to',
  'paths',
  'overlays',
  'helm-values',
  'manifests',
])

const EXAMPLE = '- { repository: team/api, context: services/api, overlays: apps/api/overlays/prod }'

const ITEM: YamlMap = {
  input: 'images',
  where: 'images',
  keys: IMAGE_KEYS,
  lists: LISTS,
  pairs: PAIRS,
  example: EXAMPLE,
  unknown: (key) =>
    key === 'secrets'
      ? 'Move it to the input secrets, which every image can use and whose values are masked; or name variables in secret-envs.'
      : `The keys of an image are ${IMAGE_KEYS.join(', ')}; everything else is an input of the step.`,
}

/** The YAML list of `images`. Every scalar is text: `1.10` stays a tag, `012345678901` an account. */
export function parseImageList(given: string, readYaml: ReadYaml): Judged<readonly Texts[]> {
  const { value: list, problems } = yamlValue(given, ITEM, readYaml)
  if (problems.length > 0) return { value: [], problems }
  if (!Array.isArray(list) || list.length === 0) return { value: [], problems: [NO_LIST] }
  return judgedTogether(
    list.map((item: unknown, index) => textsOf(item, { ...ITEM, where: `images[${index}]` })),
  )
}

const NO_LIST = yamlProblem(
  'images',
  'images is not a YAML list of images',
  `Give the input images one item for each image, for example: ${EXAMPLE}`,
)

/** Reads an image's own value where its item has one, else the input of that name, which every image shares. */
export function itemReader(item: Texts, read: ReadInput): ReadInput {
  return (name) => item.get(name) ?? read(name)
}
