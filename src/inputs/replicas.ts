import { type Judged, judgedTogether, sound } from '../errors/judged.ts'
import { hasEcrSuffix, isAccountId, isRegion, parseEcrHost } from '../names/host.ts'
import type { ReplicaPattern } from '../names/replicas.ts'
import { isRecord } from '../names/text.ts'
import type { Parser } from './fields.ts'
import { hostMistake } from './host-mistake.ts'
import { type ReadYaml, unknownKeys, yamlProblem, yamlValue } from './yaml-map.ts'

/** Registries that ECR fills with what is pushed, and how long an image may take to get there. */
export interface ReplicaInputs {
  readonly patterns: readonly ReplicaPattern[]
  readonly timeoutSeconds: number
}

export const NO_REPLICAS: ReplicaInputs = { patterns: [], timeoutSeconds: 300 }

const INPUT = {
  input: 'replicas',
  where: 'replicas',
  keys: ['hosts', 'regions', 'timeout'],
  example: '{ hosts: [465002806239.dkr.ecr.eu-west-1.amazonaws.com], regions: ["us-*"], timeout: 5m }',
}
/** Replication mostly takes less than 30 minutes (Amazon ECR user guide, "Private image replication"). */
const LONGEST_SECONDS = 3600

/** The YAML of `replicas`: a mapping, or hosts and regions alone. */
export function parseReplicas(given: string, readYaml: ReadYaml): Judged<ReplicaInputs> {
  const read = yamlValue(given, INPUT, readYaml)
  if (read.problems.length > 0) return { value: NO_REPLICAS, problems: read.problems }
  const map = isRecord(read.value) ? read.value : { hosts: read.value }
  const unknown = unknownKeys(map, INPUT)
  const { hosts, regions, timeout } = map
  const patterns = judgedTogether([
    ...itemsOf('hosts', hosts, placePattern),
    ...itemsOf('regions', regions, regionPattern),
  ])
  const time = timeOf(timeout)
  const problems = [...unknown, ...patterns.problems, ...time.problems]
  const found = patterns.value.flat()
  if (found.length + problems.length === 0) return { value: NO_REPLICAS, problems: [EMPTY] }
  return { value: { patterns: found, timeoutSeconds: time.value }, problems }
}

const problem = (message: string, hint: string) => yamlProblem('replicas', message, hint)

const EMPTY = problem('replicas names neither a host nor a region', `Write replicas as in: ${INPUT.example}`)

/** A list, or several in one text: neither hosts nor regions hold a space or a comma. */
function itemsOf(
  key: string,
  given: unknown,
  parse: Parser<ReplicaPattern>,
): readonly Judged<readonly ReplicaPattern[]>[] {
  if (given === undefined) return []
  const items: readonly unknown[] =
    typeof given === 'string' ? given.split(/[\s,]+/).filter(Boolean) : list(given)
  return items.map((item, index) => {
    const where = `replicas.${key}[${index}]`
    const parsed = typeof item === 'string' ? parse(item) : { mistake: 'is no text', example: EXAMPLE_HOST }
    if ('value' in parsed) return sound([parsed.value])
    const shown = typeof item === 'string' && !parsed.confidential ? `is "${item.slice(0, 120)}", which ` : ''
    const hint = `Give ${where} a value such as: ${parsed.example}`
    return { value: [], problems: [problem(`${where} ${shown}${parsed.mistake}`, hint)] }
  })
}

const list = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [given])

const EXAMPLE_HOST = '465002806239.dkr.ecr.eu-west-1.amazonaws.com'

const regionPattern: Parser<ReplicaPattern> = (written) =>
  /^[a-z\d-]*\*[a-z\d*-]*$/.test(written) || isRegion(written)
    ? { value: { written, account: undefined, region: written } }
    : { mistake: 'is neither an AWS region nor a pattern over regions', example: 'eu-*' }

/** A host, one with a pattern in the place of its region, or a region: what is meant is plain. */
const placePattern: Parser<ReplicaPattern> = (written) => {
  if (!written.includes('.')) return regionPattern(written)
  const host = parseEcrHost(written)
  if (host) return { value: { written, account: host.account, region: host.region } }
  const [, account = '', region = ''] = HOST_OF_REGIONS.exec(written) ?? []
  return isAccountId(account) && region.includes('*') && hasEcrSuffix(written)
    ? { value: { written, account, region } }
    : hostMistake(written)
}

const HOST_OF_REGIONS = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z\d*-]+)\./

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600 }

function timeOf(given: unknown): Judged<number> {
  if (given === undefined) return sound(NO_REPLICAS.timeoutSeconds)
  const [, count, unit = ''] =
    (typeof given === 'string' && /^(\d{1,4}) ?(s|m|min|h)$/.exec(given.trim())) || []
  const seconds = Number(count) * (UNITS[unit] ?? Number.NaN)
  if (seconds <= LONGEST_SECONDS) return sound(seconds)
  const mistake = /^\d+$/.test(String(given)) ? 'has no unit' : 'is no time of at most 1h'
  return {
    value: NO_REPLICAS.timeoutSeconds,
    problems: [
      problem(
        `replicas.timeout is "${String(given).slice(0, 120)}", which ${mistake}`,
        'Give replicas.timeout a value such as: 5m',
      ),
    ],
  }
}
