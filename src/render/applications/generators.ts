import { posix } from 'node:path'
import picomatch from 'picomatch'
import { isRecord } from '../../names/text.ts'
import { ancestorsOf } from '../graph/graph.ts'
import { itemsOf, valuesOf } from '../graph/plain-yaml.ts'
import { isTemplate, type ParameterSet } from './template.ts'

/** What generators may ask of the repository that they stand in. */
export interface Surroundings {
  /** The paths of all files. */
  readonly files: readonly string[]
  /** The paths of all folders but the root. */
  readonly folders: () => readonly string[]
  /** Whether an address is that of this repository. */
  readonly isOwn: (repoUrl: string) => boolean
  /** What the first document of a file says, each scalar as its text; where nobody can look, it is not known. */
  readonly contents?: (path: string) => unknown
  /** What generators make, by their list: all sources of an ApplicationSet have the same. */
  readonly made: WeakMap<readonly unknown[], readonly ParameterSet[]>
}

/** The folders are looked for when a generator asks, and once for all of them. */
export function surroundingsOf(
  files: readonly string[],
  isOwn: Surroundings['isOwn'],
  contents?: Surroundings['contents'],
): Surroundings {
  let folders: readonly string[] | undefined
  return {
    files,
    isOwn,
    ...(contents ? { contents } : {}),
    made: new WeakMap(),
    folders() {
      folders ??= [...new Set(files.flatMap(ancestorsOf))].filter((path) => path !== '')
      return folders
    },
  }
}

/** Nobody has as many applications of one kind. */
const MOST_SETS = 2_000
const NOTHING_KNOWN: ParameterSet = { values: new Map(), open: true }

/** The parameters of every application that generators make, as far as the repository says it (Argo CD, "Generators"). */
export function parameterSets(generators: readonly unknown[], around: Surroundings): readonly ParameterSet[] {
  const made = around.made.get(generators) ?? madeBy(generators, around)
  around.made.set(generators, made)
  return made
}

function madeBy(generators: readonly unknown[], around: Surroundings): readonly ParameterSet[] {
  const sets = generators.flatMap((generator) => setsOf(generator, around))
  return sets.length > MOST_SETS ? [...sets.slice(0, MOST_SETS), NOTHING_KNOWN] : sets
}

function setsOf(generator: unknown, around: Surroundings): readonly ParameterSet[] {
  const [list] = valuesOf(generator, 'list')
  if (list !== undefined) return listed(list)
  const [git] = valuesOf(generator, 'git')
  if (git !== undefined) return inGit(git, around)
  const [matrix] = valuesOf(generator, 'matrix')
  if (matrix !== undefined) return product(itemsOf(matrix, 'generators'), around)
  const [merge] = valuesOf(generator, 'merge')
  if (merge !== undefined) {
    // Which of them a set is merged from, its keys say: what any of them knows may be.
    return parameterSets(itemsOf(merge, 'generators'), around).map(({ values }) => ({ values, open: true }))
  }
  // Clusters, pull requests, plug-ins: nobody here knows them, but for the values that stand beside.
  const [[, asked] = []] = isRecord(generator) ? Object.entries(generator) : []
  return [{ values: new Map(flat(valuesOf(asked, 'values')[0], 'values')), open: true }]
}

function listed(list: unknown): readonly ParameterSet[] {
  const sets = itemsOf(list, 'elements').map((element) => ({
    values: new Map(flat(element, '')),
    open: hasTemplate(element),
  }))
  return valuesOf(list, 'elementsYaml').length > 0 ? [...sets, NOTHING_KNOWN] : sets
}

/** Inside of a matrix, a generator may be made of what the other one says. */
const hasTemplate = (value: unknown): boolean => isTemplate(JSON.stringify(value) ?? '')

/** `cluster`, `values.tag`: nested keys are joined with a dot. */
function flat(value: unknown, name: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return isTemplate(value) ? [] : [[name, value]]
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, held]) => flat(held, name === '' ? key : `${name}.${key}`))
}

function inGit(git: unknown, { files, folders, isOwn, contents }: Surroundings): readonly ParameterSet[] {
  const [url] = valuesOf(git, 'repoURL')
  if (typeof url !== 'string' || !isOwn(url) || hasTemplate(git)) return [NOTHING_KNOWN]
  const values = flat(valuesOf(git, 'values')[0], 'values')
  const prefixes = valuesOf(git, 'pathParamPrefix').filter((one) => typeof one === 'string')
  const prefix = prefixes.map((one) => `${one}.`).join('')
  const setFor = (path: string, open: boolean): ParameterSet => ({
    values: new Map([
      ...values,
      ...pathValues(path).map(([key, held]) => [`${prefix}${key}`, held] as const),
    ]),
    open,
  })
  const matching = matched(itemsOf(git, 'files'), files).flatMap((file) =>
    heldBy(contents?.(file)).map(({ values: held, open }) => {
      const set = setFor(posix.dirname(file), open)
      const filename = [`${prefix}path.filename`, posix.basename(file)] as const
      return { ...set, values: new Map([...held, ...set.values, filename]) }
    }),
  )
  const directories = itemsOf(git, 'directories')
  if (directories.length === 0) return matching
  return [...matching, ...matched(directories, folders()).map((path) => setFor(path, false))]
}

/** What a file holds are parameters, too: those of one application, or of one for each item of a list. */
function heldBy(content: unknown): readonly ParameterSet[] {
  if (Array.isArray(content)) return content.flatMap(heldBy).slice(0, MOST_SETS)
  if (!isRecord(content)) return [NOTHING_KNOWN]
  const values = flat(content, '')
  // Lists in it are parameters for templates alone.
  return [{ values: new Map(values), open: values.length < Object.keys(content).length || hasList(content) }]
}

const hasList = (value: unknown): boolean =>
  Array.isArray(value) || (isRecord(value) && Object.values(value).some(hasList))

/** The paths that items with a `path` match, without those that an item excludes. */
function matched(items: readonly unknown[], paths: readonly string[]): readonly string[] {
  const patterns = (excluding: boolean) =>
    items
      .filter((item) => valuesOf(item, 'exclude').includes('true') === excluding)
      .flatMap((item) => valuesOf(item, 'path'))
      .filter((path) => typeof path === 'string')
      .map((path) => path.replace(/^\.?\//, '').replace(/\/$/, ''))
  const [included, excluded] = [patterns(false), patterns(true)]
  if (included.length === 0) return []
  const [isIncluded, isExcluded] = [picomatch([...included]), picomatch([...excluded])]
  return paths.filter((path) => isIncluded(path) && !(excluded.length > 0 && isExcluded(path)))
}

/** As templates call them, with `goTemplate` and without. */
function pathValues(path: string): readonly (readonly [string, string])[] {
  const segments = path.split('/')
  const name = segments.at(-1) ?? ''
  return [
    ['path', path],
    ['path.path', path],
    ['path.basename', name],
    ['path.basenameNormalized', name.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-')],
    ...segments.map((segment, index) => [`path.${index}`, segment] as const),
  ]
}

/** Every set of one with every set of the other. */
function product(generators: readonly unknown[], around: Surroundings): readonly ParameterSet[] {
  const [first = [], second = []] = generators.map((generator) => parameterSets([generator], around))
  if (first.length * second.length > MOST_SETS) return [NOTHING_KNOWN]
  return first.flatMap((one) =>
    second.map((other) => ({
      values: new Map([...one.values, ...other.values]),
      open: one.open || other.open,
    })),
  )
}
