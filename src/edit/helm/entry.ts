import { isMap, isScalar, isSeq, type Scalar, type YAMLMap } from 'yaml'
import { joinReference, splitReference } from '../../names/reference.ts'
import type { Step } from '../../names/yaml-path.ts'
import { seek, type Way } from '../path/find.ts'
import { type HoldScope, holdIn } from '../path/holds.ts'
import { failOnMerged } from '../path/merged.ts'
import { type Place, setValues, type Values } from '../path/set.ts'
import { textOf } from '../path/text.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile, Entry, ImageValues, WantedValues } from '../target.ts'
import { contentEnd, pairIn } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'
import { IMAGE_KEYS, readImageMap, saysImage } from './image-map.ts'
import { globalRegistry, globalRepository } from './shared-registry.ts'
import { untagged } from './tag-beside.ts'
import { failOnPart, holderOf } from './text-image.ts'

/** Where an image stands in a file of values. */
export interface Spot {
  readonly source: YamlSource
  readonly ways: readonly Way[]
  readonly key: string
  /** The mapping of all values, where it is not all of the file. */
  readonly values?: unknown
  readonly reopen: (file: ConfigFile) => YamlSource
  /** The same place in another text. */
  readonly again: (file: ConfigFile) => Entry | undefined
}

export const scopeOf = (ways: readonly Way[]): HoldScope => {
  const [last, ...around] = ways.toReversed()
  const start = last?.start ?? 0
  return {
    start,
    end: Math.max(start + 1, contentEnd(last?.pair ?? last?.node)),
    around: around.map((way) => way.start),
  }
}

/** undefined where nothing says of an image what it is. @throws StepError EDIT_UNSAFE */
export function entryAt(spot: Spot): Entry | undefined {
  const { source, ways, key } = spot
  const node = ways.at(-1)?.node
  if (isMap(node)) {
    failOnMerged(source, node, { keys: IMAGE_KEYS, where: key })
    return saysImage(node) ? mapEntry(spot, node) : undefined
  }
  if (isSeq(node)) {
    return refuse(source.file, source.lineAt(rangeOf(node)[0]), {
      message: `has a list at ${key}, which is no image`,
      hint: `Name an item of it in helm-values: ${key}[name=web] by a field of it, or ${key}[0].`,
    })
  }
  const text = textOf(source, node, key)
  if (isScalar(node) && ['number', 'boolean', 'bigint'].includes(typeof node.value)) {
    return refuse(source.file, source.lineAt(rangeOf(node)[0]), {
      message: `has ${text} at ${key}, which is no image`,
      hint: 'Correct what follows the # in helm-values: it leads to a mapping with repository and tag, or to one text repository:tag.',
    })
  }
  return text === undefined ? undefined : textEntry(spot, text)
}

function mapEntry(spot: Spot, map: YAMLMap): Entry {
  const { source, key } = spot
  const image = readImageMap(source, map, {
    where: key,
    global: globalRegistry(source, spot.values),
    fallback: globalRepository(source, spot.values),
  })
  const { values, nameKey, shared, notices } = image
  const at = nameKey === undefined ? undefined : pairIn(map, nameKey)
  return entryOf(spot, {
    values,
    nameLine: at && source.lineAt(rangeOf(at.key)[0]),
    shared,
    notices,
    place: { map },
    keysFor: (wanted) => image.keysFor(wanted).filter(([name, text]) => !isThere(map, name, text)),
  })
}

/** A number that is spelled like the tag is none: it is written again, in quotes. */
function isThere(map: YAMLMap, key: string, text: string): boolean {
  const value = pairIn(map, key)?.value
  return isScalar(value) && value.value === text
}

/** `repository:tag@digest` as one text. */
function textEntry(spot: Spot, text: string): Entry {
  const { source, ways, key } = spot
  const parts = splitReference(text)
  failOnPart(spot, text)
  const values = { image: parts.name, tag: parts.tag, digest: parts.digest }
  const last = ways.at(-1)
  const map = holderOf(spot)
  const name = last?.step.kind === 'key' ? last.step.key : ''
  const place: Place = isMap(map) && name !== '' ? { map } : { item: last?.node as Scalar }
  return entryOf(spot, {
    values,
    nameLine: undefined,
    shared: undefined,
    notices: untagged(text, `${source.file.path}:${source.lineAt(last?.start ?? 0)} has no tag at ${key}`),
    place,
    keysFor: (wanted) => {
      const next = joinReference({ ...values, ...wanted })
      return next === text ? [] : [[name, next]]
    },
  })
}

interface Described {
  readonly values: ImageValues
  readonly nameLine: number | undefined
  readonly shared: Entry['shared']
  readonly notices: readonly string[]
  readonly place: Place
  readonly keysFor: (wanted: WantedValues) => Values
}

function entryOf(
  { source, ways, reopen, again }: Spot,
  { values, nameLine, shared, notices, place, keysFor }: Described,
): Entry {
  const { file, lineAt } = source
  const scope = scopeOf(ways)
  const hold = holdIn(source, scope)
  const line = lineAt(scope.start)
  return {
    file,
    line,
    at: rangeOf(ways.at(-1)?.node)[0],
    values,
    name: { line: nameLine ?? line, chosen: values.image !== undefined },
    shared,
    input: 'helm-values',
    hold,
    notices,
    has: (wanted) => keysFor(wanted).length === 0,
    edit: (wanted, reason) =>
      setValues(
        source,
        { place, values: keysFor(wanted), scope, hold: reason },
        { before: hold, reopen, holdAgain: (edited) => again(edited)?.hold },
      ),
  }
}

/** Follows a path in the only document of a file. */
export const seekIn = (source: YamlSource, steps: readonly Step[]) =>
  seek(source, source.documents[0]?.contents, steps)
