import { isMap, isScalar } from 'yaml'
import { fail } from '../../errors/errors.ts'
import { isMistaken, parsePath, type Step } from '../../names/yaml-path.ts'
import { isListOfKustomize } from '../known/kustomization.ts'
import { holdIn } from '../path/holds.ts'
import { type Place, setValues, type Values } from '../path/set.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile, EditTarget, Entry, WantedValues } from '../target.ts'
import { hasField, hasKey } from '../yaml/mentions.ts'
import { rangeOf } from '../yaml/range.ts'
import { openSource, type YamlSource } from '../yaml/source.ts'
import { absence } from './absence.ts'
import { entryAt, scopeOf, seekIn } from './entry.ts'
import { globalRegistry } from './shared-registry.ts'

/** Images in files of values for Helm charts, each known by the path of its mapping or text. */
export const helmValues: EditTarget = {
  describe: (key) => `the image at ${key}`,
  called: () => undefined,
  open: (file) => {
    const source = openValues(file)
    return {
      find: (key) => find(source, key),
      absence: (key) => absence(source, { key, steps: stepsOf(key) }),
      create: (key, values) => create(source, key, values),
    }
  },
  mayHave: (text, key) => namesIn(key).every((name) => text.includes(name)),
  declares: (text, key) => stepsOf(key).every((step) => isSaid(text, step)) && isAtTop(text, key),
}

function isSaid(text: string, step: Step): boolean {
  if (step.kind === 'key') return hasKey(text, step.key)
  return step.kind === 'index' || hasField(text, step.field, step.value)
}

/** The first key of a path is one of the file, and none of what is deeper in it, as `image` is in a manifest. */
function isAtTop(text: string, key: string): boolean {
  const [first] = stepsOf(key)
  const [, indent = '', begin = ''] = /^\ufeff?([ \t]*)(?!---|\{\{|[#%\s])(.)/m.exec(text) ?? []
  return first?.kind !== 'key' || begin === '{' || hasKey(text, first.key, indent)
}

const namesIn = (key: string): readonly string[] =>
  stepsOf(key).flatMap((step) =>
    step.kind === 'key' ? [step.key] : step.kind === 'match' ? [step.value] : [],
  )

function stepsOf(key: string): readonly Step[] {
  const steps = parsePath(key)
  if (isMistaken(steps)) throw new Error(`${key} ${steps.mistake}`)
  return steps
}

function openValues(file: ConfigFile): YamlSource {
  const source = openSource(file, { input: 'helm-values', program: 'helm' })
  const second = source.documents[1]
  if (!second) return source
  return refuse(file, source.lineAt(second.range[0]), {
    message: 'holds more than one YAML document, and values are one',
    hint: 'Keep one document in a file of values; for manifests, use the input manifests.',
  })
}

function find(source: YamlSource, key: string): Entry | undefined {
  const steps = stepsOf(key)
  if (isListOfKustomize(source.file.path, steps)) return undefined
  const sought = seekIn(source, steps)
  if (!sought.found) return undefined
  return entryAt({
    source,
    ways: sought.ways,
    key,
    reopen: openValues,
    again: (file) => find(openValues(file), key),
  })
}

/** Into a mapping that is there and says nothing of an image, or a key that has no value. */
function create(source: YamlSource, key: string, wanted: WantedValues): string {
  const steps = stepsOf(key)
  if (isListOfKustomize(source.file.path, steps)) return fail(absence(source, { key, steps }))
  const sought = seekIn(source, steps)
  const last = sought.found ? sought.ways.at(-1) : undefined
  const place = last && placeIn(last.node, last.pair)
  if (!sought.found || !last || !place) {
    const first = `create-missing adds to a mapping that is there: write ${key} into ${source.file.path} first, for example as {}. `
    return fail(absence(source, { key, steps }, first))
  }
  return setValues(
    source,
    { place, values: newValues(source, wanted), scope: scopeOf(sought.ways), hold: undefined },
    {
      before: holdIn(source, scopeOf(sought.ways)),
      reopen: openValues,
      holdAgain: (file) => find(openValues(file), key)?.hold,
    },
  )
}

function placeIn(node: unknown, pair: { readonly value: unknown } | undefined): Place | undefined {
  if (isMap(node)) return { map: node }
  const [start, end] = rangeOf(node)
  const isEmpty = isScalar(node) && node.value === null && start === end
  return isEmpty && pair ? { empty: pair as Extract<Place, { empty: unknown }>['empty'] } : undefined
}

/** Without the registry where the file has one for all of its images. */
function newValues(source: YamlSource, { image, tag, digest }: WantedValues): Values {
  const lead = `${globalRegistry(source)?.prefix ?? ''}/`
  const repository =
    image !== undefined && lead !== '/' && image.startsWith(lead) ? image.slice(lead.length) : image
  return Object.entries({ repository, tag, digest }).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, text] as const],
  )
}
