import type { YAMLMap } from 'yaml'
import { fail } from '../../errors/errors.ts'
import { joinReference, splitReference } from '../../names/reference.ts'
import type { Way } from '../path/find.ts'
import { type HoldScope, holdIn } from '../path/holds.ts'
import { failOnMerged } from '../path/merged.ts'
import { setValues } from '../path/set.ts'
import { textOf } from '../path/text.ts'
import type { ConfigFile, EditTarget, Entry, WantedValues } from '../target.ts'
import { hasKind, hasName } from '../yaml/mentions.ts'
import { contentEnd, pairIn } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import { openSource, type YamlSource } from '../yaml/source.ts'
import { absence } from './absence.ts'
import {
  containersIn,
  failOnSeveral,
  isNamed,
  type ManifestObject,
  objectsIn,
  parseKey,
} from './containers.ts'
import { twinsOf } from './twins.ts'

/** Images of containers in manifests, each known by kind and name of its object and the name of the container. */
export const manifestImages: EditTarget = {
  describe: (key) => `the image of ${key}`,
  called: () => undefined,
  open: (file) => {
    const source = openManifests(file)
    return {
      find: (key) => find(source, key),
      absence: (key) => absence(source, key),
      create: (key, values) => create(source, key, values),
    }
  },
  mayHave: (text, key) => {
    const { name, container } = parseKey(key)
    return text.includes(name) && text.includes(container)
  },
  declares: (text, key) => {
    const { kind, name, container } = parseKey(key)
    return hasKind(text, kind) && [name, container].every((one) => hasName(text, one))
  },
}

const openManifests = (file: ConfigFile): YamlSource =>
  openSource(file, { input: 'manifests', program: 'kubectl apply' })

interface Found {
  readonly source: YamlSource
  readonly key: string
  readonly object: ManifestObject
  readonly map: YAMLMap
  readonly ways: readonly Way[]
}

/** The one container of that name in the one object. @throws StepError ENTRY_DUPLICATE or EDIT_UNSAFE. */
function containerAt(source: YamlSource, key: string): Found | undefined {
  const named = parseKey(key)
  const objects = objectsIn(source).filter((object) => isNamed(object, named))
  failOnSeveral(
    source,
    objects.map(({ map }) => map),
    {
      what: `objects that are ${named.kind}/${named.name}`,
      hint: 'Keep them in a file each, and name that file in manifests: kind and name do not say which is meant.',
    },
  )
  const [object] = objects
  if (!object) return undefined
  const containers = containersIn(source, object, named.container)
  failOnSeveral(
    source,
    containers.map(({ map }) => map),
    {
      what: `containers "${named.container}" in ${named.kind}/${named.name}`,
      hint: 'Give each container a name of its own, as Kubernetes wants it within a pod.',
    },
  )
  const [container] = containers
  return container && { source, key, object, map: container.map, ways: container.ways }
}

function find(source: YamlSource, key: string): Entry | undefined {
  const found = containerAt(source, key)
  if (found) failOnMerged(source, found.map, { keys: ['image'], where: key })
  const text = found && textOf(source, pairIn(found.map, 'image')?.value, `the image of ${key}`)
  return found && text !== undefined ? entryOf(found, text) : undefined
}

function scopeOf({ map, ways }: Found): HoldScope {
  const [last, ...around] = ways.toReversed()
  const start = last?.start ?? rangeOf(map)[0]
  return { start, end: contentEnd(map), around: around.map((way) => way.start) }
}

function entryOf(found: Found, text: string): Entry {
  const { source, key, object, map } = found
  const { file, lineAt } = source
  const { name: image, tag, digest } = splitReference(text)
  const values = { image, tag, digest }
  const scope = scopeOf(found)
  const hold = holdIn(source, scope)
  const line = lineAt(rangeOf(pairIn(map, 'image')?.key)[0])
  const next = (wanted: WantedValues) => joinReference({ ...values, ...wanted })
  return {
    file,
    line,
    at: rangeOf(pairIn(map, 'image')?.value)[0],
    values,
    name: { line, chosen: true },
    input: 'manifests',
    hold,
    notices: [],
    twins: twinsOf(source, object, { map, image }),
    has: (wanted) => next(wanted) === text,
    edit: (wanted, reason) =>
      setValues(
        source,
        {
          place: { map },
          values: next(wanted) === text ? [] : [['image', next(wanted)]],
          scope,
          hold: reason,
        },
        {
          before: hold,
          reopen: openManifests,
          holdAgain: (edited) => find(openManifests(edited), key)?.hold,
        },
      ),
  }
}

/** A container that is there without an image. */
function create(source: YamlSource, key: string, wanted: WantedValues): string {
  const found = containerAt(source, key)
  if (!found) return fail(absence(source, key))
  const scope = scopeOf(found)
  return setValues(
    source,
    { place: { map: found.map }, values: [['image', joinReference(wanted)]], scope, hold: undefined },
    {
      before: holdIn(source, scope),
      reopen: openManifests,
      holdAgain: (edited) => find(openManifests(edited), key)?.hold,
    },
  )
}
