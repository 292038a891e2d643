import { isMap, isScalar } from 'yaml'
import { StepError } from '../../errors/errors.ts'
import { formatPath, isMistaken, parsePath, type Step } from '../../names/yaml-path.ts'
import { entryAt, scopeOf } from '../helm/entry.ts'
import { helmValues } from '../helm/target.ts'
import { knownImages, listImages } from '../known/images.ts'
import { seek } from '../path/find.ts'
import { holdIn } from '../path/holds.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile, EditableFile, Entry } from '../target.ts'
import { namedItems } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import { type Inner, openBlock } from './block.ts'
import { type Located, openApplications } from './locate.ts'
import { PARTS } from './parameter-list.ts'

type Again = (file: ConfigFile) => Entry | undefined

/** An image in values that stand in the Application itself, as YAML or as a text that is YAML. */
export function valuesEntry(at: Located, key: string, again: Again): Entry | undefined {
  const node = at.ways.at(-1)?.node
  if (isMap(node)) return inPlace(at, key, again)
  const inner = innerOf(at)
  return inner && insideOf(at, inner)
}

/** The text with a new image in a block of values. */
export function createInBlock(
  at: Located,
  values: Parameters<EditableFile['create']>[1],
): string | undefined {
  const inner = innerOf(at)
  const key = innerKey(at)
  return inner && named(at, () => inner.write(helmValues.open(inner.file).create(key, values)))
}

function inPlace({ source, ways, address, ...at }: Located, key: string, again: Again): Entry | undefined {
  const steps = stepsOf(address.inner)
  const sought = seek(source, ways.at(-1)?.node, steps)
  if (!sought.found) return undefined
  const entry = entryAt({
    source,
    ways: [...ways, ...sought.ways],
    key,
    values: ways.at(-1)?.node,
    reopen: openApplications,
    again,
  })
  return entry && { ...entry, notices: [...entry.notices, ...overriding({ source, ways, address, ...at })] }
}

function insideOf(at: Located, inner: Inner): Entry | undefined {
  const { source, ways } = at
  failOnObject(at)
  const key = innerKey(at)
  const entry = named(at, () => helmValues.open(inner.file).find(key))
  if (!entry) return undefined
  return {
    ...entry,
    file: source.file,
    hold: entry.hold ?? holdIn(source, scopeOf(ways)),
    notices: [...entry.notices, ...overriding(at)],
    edit: (wanted, reason) => named(at, () => inner.write(entry.edit(wanted, reason))),
  }
}

function stepsOf(path: string): readonly Step[] {
  const steps = path === '' ? [] : parsePath(path)
  return isMistaken(steps) ? [] : steps
}

function innerKey({ source, ways, address }: Located): string {
  if (address.inner !== '') return address.inner
  const holder = formatPath(address.holder)
  const known = knownImages(source).filter((path) => path.includes(`${holder}#`))
  const [first = `${holder}#image`] = known
  return refuse(source.file, source.lineAt(ways.at(-1)?.start ?? 0), {
    message: `has values at ${holder}, and helm-values does not say where in them the image is`,
    hint: `Name it behind another #, in helm-values: ${source.file.path}#${first}.${listImages(known)}`,
  })
}

/** What is said of the inner text names the place in the file. */
function named<T>({ source: { file }, address }: Located, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    const [first, ...rest] = error.problems.map((problem) => ({
      ...problem,
      hint: problem.hint.replaceAll(`${file.path}#`, `${file.path}#${formatPath(address.holder)}#`),
    }))
    throw first ? new StepError([first, ...rest], error.cause) : error
  }
}

/** The text of the values; undefined where there is none. @throws StepError EDIT_UNSAFE for any but a literal block. */
function innerOf({ source, ways, address }: Located): Inner | undefined {
  const node = ways.at(-1)?.node
  const where = formatPath(address.holder)
  const line = source.lineAt(ways.at(-1)?.start ?? 0)
  if (!isScalar(node) || node.value === null || node.value === '') return undefined
  if (node.type !== 'BLOCK_LITERAL') {
    return refuse(source.file, line, {
      message: `has ${where} as ${STYLES[String(node.type)] ?? 'a text on one line'}, which cannot be edited exactly`,
      hint: `Write it as a literal block (${lastOf(where)}: |), or as valuesObject, which is YAML of the file itself.`,
    })
  }
  const [start] = rangeOf(node)
  const inner = openBlock(source, node, openApplications)
  if (inner) return inner
  return refuse(source.file, source.lineAt(start), {
    message: `has a block at ${where} whose lines are not indented alike`,
    hint: 'Indent its lines with the same number of spaces.',
  })
}

const STYLES: Readonly<Record<string, string>> = {
  BLOCK_FOLDED: 'a folded block (>)',
  QUOTE_SINGLE: 'a quoted text',
  QUOTE_DOUBLE: 'a quoted text',
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** Argo CD does not look at `values` beside `valuesObject` ("Helm", Values). */
function failOnObject({ source, ways, address }: Located): void {
  const helm = ways.at(-2)?.node
  const object: unknown = isMap(helm) ? helm.get('valuesObject', true) : undefined
  if (!isMap(object) || object.items.length === 0) return
  refuse(source.file, source.lineAt(rangeOf(object)[0]), {
    message: `has valuesObject beside ${formatPath(address.holder)}, and Argo CD takes that alone`,
    hint: 'Name valuesObject in helm-values, and remove values.',
  })
}

/** A parameter comes before all values. */
function overriding({ source, ways, address }: Located): readonly string[] {
  const helm = ways.at(-2)?.node
  const parameters = namedItems(isMap(helm) ? helm.get('parameters') : undefined)
  return parameters.flatMap(({ name, map }) => {
    if (!isOf(address.inner, name)) return []
    const line = source.lineAt(rangeOf(map)[0])
    return [
      `${source.file.path}:${line} sets the parameter ${name}, which Argo CD takes before the values: while it stands, this changes nothing. Remove it, or name the parameters in helm-values instead: parameters#${address.inner}.`,
    ]
  })
}

const isOf = (inner: string, name: string): boolean =>
  name === inner || PARTS.some((part) => name === `${inner}.${part}`)
