import type { Problem } from '../errors/errors.ts'
import { type Judged, sound } from '../errors/judged.ts'
import { isRecord } from '../names/text.ts'
import { flag } from './fields.ts'
import { type ReadYaml, unknownKeys, yamlProblem, yamlValue } from './yaml-map.ts'

/** What an organisation may demand of a repository that is made. */
export interface RepositoryInput {
  /** ID, ARN or alias of a KMS key; undefined: ECR encrypts by itself. */
  readonly kmsKey: string | undefined
  readonly tags: ReadonlyMap<string, string>
  /** Filters of image tags that stay mutable. */
  readonly exclude: readonly string[]
}

/** `on-push`: a repository creation template of the registry makes it. */
export type CreateRepositoryInput = RepositoryInput | 'on-push' | undefined

const PLAIN: RepositoryInput = { kmsKey: undefined, tags: new Map(), exclude: [] }
const INPUT = {
  input: 'create-repository',
  where: 'create-repository',
  keys: ['kms-key', 'tags', 'exclude'],
  example: '{ kms-key: alias/ecr, tags: { team: payments }, exclude: [sha256-*] }',
}

const WORDS: ReadonlyMap<string, CreateRepositoryInput> = new Map<string, CreateRepositoryInput>([
  ['', undefined],
  ['on-push', 'on-push'],
])

/** Whether only a parser of YAML can say what it is. */
export const isRepositoryMap = (given: string): boolean => !('value' in flag(given)) && !WORDS.has(given)

/** `true`, `false`, `on-push`, or a map of what CreateRepository is to be given (ECR API reference). */
export function parseCreateRepository(given: string, readYaml: ReadYaml): Judged<CreateRepositoryInput> {
  const switched = flag(given)
  if ('value' in switched) return sound(switched.value ? PLAIN : undefined)
  if (WORDS.has(given)) return sound(WORDS.get(given))
  const { value: map, problems } = yamlValue(given, INPUT, readYaml)
  if (problems.length > 0) return { value: undefined, problems }
  if (!isRecord(map)) return { value: undefined, problems: [mistaken(noMap(given))] }
  const read = {
    kmsKey: readKey(map['kms-key']),
    tags: readTags(map.tags),
    exclude: readFilters(map.exclude),
  }
  const mistakes = [read.kmsKey, read.tags, read.exclude].flatMap(({ mistake }) => mistake ?? [])
  const wrong = [...unknownKeys(map, INPUT), ...mistakes.map(mistaken)]
  if (wrong.length > 0) return { value: undefined, problems: wrong }
  return sound({ kmsKey: read.kmsKey.value, tags: read.tags.value, exclude: read.exclude.value })
}

const noMap = (given: string): string => `is "${given}", which is neither a boolean, on-push nor a map`

const mistaken = (mistake: string): Problem =>
  yamlProblem(INPUT.input, `create-repository ${mistake}`, `Write create-repository as in: ${INPUT.example}`)

interface Part<T> {
  readonly value: T
  readonly mistake?: string
}

/** KMS API reference, "Key identifiers"; a multi-Region key has the prefix `mrk-`. */
const KMS_KEY =
  /^(?:arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key\/[A-Za-z0-9-]{1,64}|alias\/[\w/-]{1,250})|alias\/[\w/-]{1,250}|(?:mrk-)?[0-9a-f-]{32,36})$/

function readKey(given: unknown): Part<string | undefined> {
  if (given === undefined || given === '') return { value: undefined }
  if (typeof given === 'string' && KMS_KEY.test(given)) return { value: given }
  return {
    value: undefined,
    mistake: `has the kms-key "${shown(given)}", which is no ID, ARN or alias (alias/name) of a KMS key`,
  }
}

/** ECR API reference, Tag; AWS keeps `aws:` for itself. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u
const MOST_TAGS = 50

function readTags(given: unknown): Part<ReadonlyMap<string, string>> {
  if (given === undefined || given === '') return { value: new Map() }
  const pairs = isRecord(given) ? Object.entries(given) : undefined
  const tags = pairs?.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : []))
  if (tags === undefined || tags.length !== pairs?.length) {
    return { value: new Map(), mistake: 'has tags that are no map of texts' }
  }
  const bad = tags.find(([key, value]) => !isTagPair(key, value))
  if (bad) {
    return {
      value: new Map(),
      mistake: `has the tag "${shown(bad[0])}", which AWS does not take with its value (a key of 1 to 128 characters that does not begin with aws:, a value of at most 256)`,
    }
  }
  if (tags.length > MOST_TAGS) return { value: new Map(), mistake: `has more than ${MOST_TAGS} tags` }
  return { value: new Map(tags) }
}

function isTagPair(key: string, value: string): boolean {
  const isKey = key.length >= 1 && key.length <= 128 && !/^aws:/i.test(key) && TAG_TEXT.test(key)
  return isKey && value.length <= 256 && TAG_TEXT.test(value)
}

/** ECR API reference, ImageTagMutabilityExclusionFilter: at most five, with at most two stars each. */
const FILTER = /^[0-9A-Za-z._*-]{1,128}$/
const MOST_FILTERS = 5
const MOST_STARS = 2

function readFilters(given: unknown): Part<readonly string[]> {
  if (given === undefined || given === '') return { value: [] }
  const list: readonly unknown[] = typeof given === 'string' ? given.split(/[\s,]+/) : asList(given)
  const filters = list.filter((one) => typeof one === 'string').filter((one) => one !== '')
  const bad = list.find((one) => typeof one !== 'string' || (one !== '' && !isFilter(one)))
  if (bad !== undefined) {
    return {
      value: [],
      mistake: `has the exclude filter "${shown(bad)}", which ECR does not take (letters, digits, . _ - and at most two *)`,
    }
  }
  if (filters.length > MOST_FILTERS)
    return { value: [], mistake: `has more than ${MOST_FILTERS} exclude filters` }
  return { value: [...new Set(filters)] }
}

const asList = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [given])

const isFilter = (filter: string): boolean =>
  FILTER.test(filter) && filter.split('*').length - 1 <= MOST_STARS

const shown = (given: unknown): string => (typeof given === 'string' ? given.slice(0, 120) : typeof given)
