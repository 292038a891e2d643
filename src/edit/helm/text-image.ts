import { isMap, isScalar } from 'yaml'
import { splitReference } from '../../names/reference.ts'
import { formatPath, type Step } from '../../names/yaml-path.ts'
import type { Way } from '../path/find.ts'
import { refuse } from '../refuse.ts'
import { pairIn } from '../yaml/nodes.ts'
import type { YamlSource } from '../yaml/source.ts'
import { tagBeside } from './tag-beside.ts'

/** Where a text stands. */
interface TextAt {
  readonly source: YamlSource
  readonly ways: readonly Way[]
  readonly key: string
}

/** What a place is in. */
export const holderOf = ({ source, ways }: Omit<TextAt, 'key'>): unknown =>
  ways.at(-2)?.node ?? source.documents[0]?.contents

const PARTS = /^(?:tag|version|repository|registry|digest|sha)$/i

/**
 * A path that leads to one value of an image instead of to the image, as those for yq do, or to a text whose tag stands
 * beside it.
 */
export function failOnPart(at: TextAt, text: string): void {
  const { source, ways, key } = at
  const step: Step | undefined = ways.at(-1)?.step
  const isPart = step?.kind === 'key' && (PARTS.test(step.key) || /(?:image)?(?:Tag|Version)$/.test(step.key))
  const line = source.lineAt(ways.at(-1)?.start ?? 0)
  const parent = parentOf(key, step)
  if (isPart && !(text.includes('/') && splitReference(text).tag)) {
    const isOwn = step.kind === 'key' && PARTS.test(step.key) && parent !== ''
    refuse(source.file, line, {
      message: `has one value of an image at ${key}, not the image`,
      hint: isOwn
        ? `Name what it is in, in helm-values: ${source.file.path}#${parent}. Its tag, repository, registry and digest are set together.`
        : `helm-values takes a mapping with repository and tag, or one text repository:tag. Write the image in one of these ways in ${source.file.path}.`,
    })
  }
  failOnTagBeside(at, text, { line, parent, name: step?.kind === 'key' ? step.key : '' })
}

/** The path of what the last step is in, which may be behind a # of its own; the empty one for all of the file. */
function parentOf(key: string, step: Step | undefined): string {
  const own = step ? formatPath([step]) : key
  return key.endsWith(own) ? key.slice(0, key.length - own.length).replace(/[.#]$/, '') : ''
}

interface Last {
  readonly line: number
  /** The path of what it is in. */
  readonly parent: string
  /** The last key of the path. */
  readonly name: string
}

function failOnTagBeside(at: TextAt, text: string, { line, parent, name }: Last): void {
  const { source, key } = at
  const map = holderOf(at)
  const tagKey = tagBeside(text, name, keysOf(map))
  if (tagKey === undefined) return
  const isParted = tagKey === 'tag' && parent !== '' && isOfImage(map, text)
  refuse(source.file, line, {
    message: `has the tag of ${key} beside it, as ${tagKey}`,
    hint: isParted
      ? `Name what both are in, in helm-values: ${source.file.path}#${parent}.`
      : `Write both as one text at ${key}, or as repository and tag of a mapping, where the chart takes that. If ${tagKey} is not its tag, write ${name}: ${text}:TAG.`,
  })
}

const keysOf = (map: unknown): readonly string[] =>
  isMap(map) ? map.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : []

/** The text is the name of an image, or another key of a mapping that has it. */
const isOfImage = (map: unknown, text: string): boolean =>
  text.includes('/') || (isMap(map) && pairIn(map, 'repository') !== undefined)
