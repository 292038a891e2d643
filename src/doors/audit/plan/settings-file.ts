import type { AuditFile } from '../../../effective/file.ts'
import { isNull, type MapEntry, type YamlNode } from '../../../effective/yaml/node.ts'
import type { Problem } from '../../../errors/errors.ts'
import { InputReader } from '../../../inputs/reader.ts'
import { unknownKeys } from '../../../inputs/yaml-map.ts'
import { type FileSettings, parseFileSettings } from '../inputs.ts'

export const SETTINGS_FILE = '.ecr-gitops.yaml'

/** Inputs that may also stand in the file, and what stands there alone. */
const LISTS = [
  'allowed-registries',
  'allowed-role-accounts',
  'placeholder-accounts',
  'ignore',
  'production-paths',
  'mutable-tags',
  'extra-image-paths',
] as const
const MAPPINGS = ['rules', 'expected-images'] as const
const VALUES = [
  'baseline',
  'changed-only',
  'fail-on',
  'fix',
  'fix-as',
  'sarif',
  'json',
  'junit',
  'nodes-pull-with-role',
] as const
export const SETTINGS_KEYS: readonly string[] = [...LISTS, ...MAPPINGS, ...VALUES]

/** Why these are no settings of a repository. */
const INPUTS_ALONE: Readonly<Record<string, string>> = {
  path: 'It is where this file is looked for.',
  'role-to-assume': 'Whoever may change this file must not choose a role: give it as an input.',
  'github-token': 'A token must not be committed: give it as an input.',
}

export interface ReadSettings {
  readonly settings: FileSettings
  readonly problems: readonly Problem[]
}

/** The settings that a repository has of its own, with every mistake at its line; those of no file where there is none. */
export function readSettingsFile(file: AuditFile | undefined, rules: readonly string[]): ReadSettings {
  const [root, ...more] = file?.documents ?? []
  const at = (offset: number): Where => ({ file: SETTINGS_FILE, line: lineAt(file?.text ?? '', offset) })
  const fault = file?.faults[0]
  if (fault) return { settings: none(rules), problems: [unreadable(fault.message, at(fault.offset))] }
  if (root && (root.kind !== 'map' || more.length > 0)) {
    return { settings: none(rules), problems: [unreadable('it is not one mapping', at(root.start))] }
  }
  return fromEntries(root?.kind === 'map' ? root.entries : [], at, rules)
}

interface Where {
  readonly file: string
  readonly line: number
}

type At = (offset: number) => Where

function fromEntries(entries: readonly MapEntry[], at: At, rules: readonly string[]): ReadSettings {
  const texts = new Map<string, string>()
  const problems: Problem[] = []
  for (const { key, value } of entries) {
    const place = at(key.start)
    const text = SETTINGS_KEYS.includes(key.text) ? textIn(key.text, value) : unknownKey(key.text)
    if (typeof text === 'string') texts.set(key.text, text)
    else problems.push({ ...text, checkoutPlace: place })
  }
  const reader = new InputReader((name) => texts.get(name) ?? '', '', '')
  const settings = parseFileSettings(reader, rules)
  const placed = reader.problems.map((problem) => {
    const entry = entries.find(({ key }) => key.text === problem.inputs?.[0])
    return entry ? { ...problem, checkoutPlace: at(placeIn(entry, problem.message)) } : problem
  })
  const ordered = [...problems, ...placed].toSorted((one, other) => lineOf(one) - lineOf(other))
  return { settings, problems: ordered }
}

const lineOf = ({ checkoutPlace }: Problem): number => checkoutPlace?.line ?? 0

/** The item that a message repeats, where it is one of several. */
function placeIn({ key, value }: MapEntry, message: string): number {
  const items = value.kind === 'list' ? value.items : []
  const entries = value.kind === 'map' ? value.entries : []
  const item = items.find(
    (one) => one.kind === 'scalar' && one.text !== '' && message.includes(`"${one.text}"`),
  )
  const entry = entries.find((one) => message.includes(`"${one.key.text}: `))
  return item?.start ?? entry?.key.start ?? key.start
}

/** As if it had been given as an input: items are quoted, so that nothing in one parts it. */
function textIn(key: string, value: YamlNode): string | Problem {
  if (value.kind === 'scalar') return isNull(value) ? '' : value.text
  const isMapping = (MAPPINGS as readonly string[]).includes(key)
  const isList = isMapping || (LISTS as readonly string[]).includes(key)
  const items = value.kind === 'map' ? pairsIn(value.entries) : value.items.map(scalarIn)
  const fits = value.kind === 'map' ? isMapping : isList
  if (!fits || items.some((item) => item === undefined || /[\r\n]/.test(item))) {
    const takes = isMapping ? 'a mapping of names to values' : isList ? 'a list of texts' : 'one value'
    return problem(key, `${key} is not ${takes}`, `Give ${key} ${takes}.`)
  }
  return items.map((item) => JSON.stringify(item)).join('\n')
}

const scalarIn = (node: YamlNode): string | undefined => (node.kind === 'scalar' ? node.text : undefined)

const pairsIn = (entries: readonly MapEntry[]): readonly (string | undefined)[] =>
  entries.map(({ key, value }) => (value.kind === 'scalar' ? `${key.text}: ${value.text}` : undefined))

function unknownKey(key: string): Problem {
  const alone = INPUTS_ALONE[key]
  if (alone !== undefined)
    return problem(key, `${SETTINGS_FILE} has the key ${key}, which is an input alone`, alone)
  const [unknown] = unknownKeys({ [key]: '' }, { input: key, where: SETTINGS_FILE, keys: SETTINGS_KEYS })
  return (
    unknown ?? problem(key, `${SETTINGS_FILE} has no key ${key}`, `Its keys are ${SETTINGS_KEYS.join(', ')}.`)
  )
}

const unreadable = (why: string, checkoutPlace: Where): Problem => ({
  ...problem(
    'path',
    `${SETTINGS_FILE} cannot be read: ${why}`,
    `Write ${SETTINGS_FILE} as a mapping, as in allowed-registries: [465002806239/ap-southeast-2].`,
  ),
  checkoutPlace,
})

const problem = (key: string, message: string, hint: string): Problem => ({
  code: 'INPUT_INVALID',
  inputs: [key],
  message,
  hint,
})

const none = (rules: readonly string[]): FileSettings => parseFileSettings(new InputReader(() => ''), rules)

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
