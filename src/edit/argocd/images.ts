import { isScalar, isSeq, type Scalar } from 'yaml'
import { joinReference, splitReference } from '../../names/reference.ts'
import { type HoldScope, holdIn } from '../path/holds.ts'
import { setValues } from '../path/set.ts'
import { textOf } from '../path/text.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile, Entry, ImageValues } from '../target.ts'
import { itemStart } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import { type Located, openApplications } from './locate.ts'

/** An item of `kustomize.images`: `name=newName:tag@digest`, or without what stays (Argo CD, `KustomizeImage`). */
interface Override {
  readonly name: string
  readonly newName: string | undefined
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/** kustomize keeps what stands for a star. */
const KEPT = '*'

function parseOverride(text: string): Override {
  const equals = text.indexOf('=')
  const { name: called, tag, digest } = splitReference(text.slice(equals + 1))
  if (equals < 0) return { name: called, newName: undefined, tag, digest }
  return { name: text.slice(0, equals), newName: called, tag, digest }
}

const renderOverride = ({ name, newName, tag, digest }: Override): string =>
  joinReference({ image: newName === undefined ? name : `${name}=${newName}`, tag, digest })

/** An image in `kustomize.images`, known by what the manifests call it. */
export function imagesEntry(
  { source, ways, address }: Located,
  again: (file: ConfigFile) => Entry | undefined,
): Entry | undefined {
  const list = ways.at(-1)?.node
  if (!isSeq(list)) return undefined
  const texts = list.items.map((item) =>
    isScalar(item) ? textOf(source, item, 'an item of images') : undefined,
  )
  const index = texts.findIndex((text) => text !== undefined && parseOverride(text).name === address.inner)
  const [text, item] = [texts[index], list.items[index]]
  if (text === undefined || !isScalar(item)) return undefined
  const more = texts.findLastIndex(
    (other) => other !== undefined && parseOverride(other).name === address.inner,
  )
  if (more !== index) {
    const message = `has the image ${address.inner} twice`
    refuse(source.file, source.lineAt(rangeOf(list.items[more])[0]), { message, hint: 'Keep one of them.' })
  }
  const start = itemStart(list, index)
  const around = ways.toReversed().map((way) => way.start)
  return entryOver({ source, item, text, scope: { start, end: rangeOf(item)[1], around }, again })
}

interface Item {
  readonly source: Located['source']
  readonly item: Scalar
  readonly text: string
  readonly scope: HoldScope
  readonly again: (file: ConfigFile) => Entry | undefined
}

function entryOver({ source, item, text, scope, again }: Item): Entry {
  const override = parseOverride(text)
  const { name, newName, tag, digest } = override
  const chosen = newName !== undefined && newName !== KEPT
  const values: ImageValues = { image: chosen ? newName : name, tag: tag === KEPT ? undefined : tag, digest }
  const line = source.lineAt(scope.start)
  const hold = holdIn(source, scope)
  const next = ({ image, ...wanted }: Parameters<Entry['has']>[0]): string =>
    renderOverride({ ...override, ...(image === undefined ? {} : { newName: image }), ...wanted })
  return {
    file: source.file,
    line,
    at: rangeOf(item)[0],
    values,
    name: { line, chosen },
    input: 'helm-values',
    hold,
    notices: [],
    has: (wanted) => next(wanted) === text,
    edit: (wanted, reason) =>
      setValues(
        source,
        { place: { item }, values: next(wanted) === text ? [] : [['', next(wanted)]], scope, hold: reason },
        { before: hold, reopen: openApplications, holdAgain: (edited) => again(edited)?.hold },
      ),
  }
}
