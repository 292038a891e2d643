import type { ScalarNode } from '../yaml/node.ts'
import type { DeletedSecret, WrittenSecret } from './pull-secret.ts'

/** Each command that makes a secret to pull with, with the lines that it goes on over. */
export function writesIn(text: string): readonly WrittenSecret[] {
  return commandsIn(text).flatMap((line) => {
    const words = wordsOf(line)
    const at = kindAt(words, line)
    return at < 0 ? [] : [written(words, at)]
  })
}

/** Secrets that a script deletes, and makes again behind that. */
export function deletedFirst(script: ScalarNode): readonly DeletedSecret[] {
  const gone = new Map<string, DeletedSecret>()
  const again = new Set<DeletedSecret>()
  for (const command of stepsIn(script.text)) {
    const words = wordsOf(command)
    const key = (name: string) => `${namespaceIn(words) ?? ''}/${name}`
    for (const name of deletedBy(words)) gone.set(key(name), { name, script, command: beginningOf(command) })
    const at = kindAt(words, command)
    const deleted = at < 0 ? undefined : gone.get(key(nameBehind(words, at) ?? ''))
    if (deleted) again.add(deleted)
  }
  return [...again]
}

const stepsIn = (text: string): readonly string[] =>
  commandsIn(text).flatMap((line) => (line.trimStart().startsWith('#') ? [] : line.split(/&&|\|\||;/)))

/** Each line of a script, with those that it goes on over. */
const commandsIn = (text: string): readonly string[] => text.replaceAll(/\\\r?\n/g, ' ').split('\n')

const wordsOf = (line: string): readonly string[] => line.split(/\s+/).map(unquoted)

/** `kubectl delete secret NAME`, `kubectl -n web delete secret/NAME --ignore-not-found`. */
function deletedBy(words: readonly string[]): readonly string[] {
  const at = words.indexOf('delete')
  if (at < 0 || !words.slice(0, at).some((word) => /(?:^|[(/])(?:kubectl|oc)$/.test(word))) return []
  const named = words.slice(at + 1).filter((word, index, behind) => {
    const before = behind[index - 1] ?? ''
    return word !== '' && !word.startsWith('-') && !NAMESPACE.includes(before)
  })
  const [kind = '', ...names] = named
  if (/^secrets?$/.test(kind)) return names
  return named.flatMap((word) => /^secrets?\/(.+)$/.exec(word)?.[1] ?? [])
}

/** As it stands in the file: up to where it goes on in another line. */
const beginningOf = (command: string): string => command.trim().split(/\s{2,}/, 1)[0] ?? ''

/** Where a command says which kind of secret it makes; below zero where it makes none to pull with. */
function kindAt(words: readonly string[], line: string): number {
  // A secret of any kind may hold a docker configuration that is a file of its own.
  const kinds = line.includes('dockerconfigjson') ? ['docker-registry', 'generic'] : ['docker-registry']
  return words.findIndex((word, index) => words[index - 1] === 'secret' && kinds.includes(word))
}

function written(words: readonly string[], at: number): WrittenSecret {
  const name = nameBehind(words, at)
  const namespace = namespaceIn(words)
  const isKnown = namespace === undefined || isPlain(namespace)
  return {
    name: name !== undefined && isPlain(name) ? name : undefined,
    namespace: isKnown ? namespace : undefined,
    anywhere: !isKnown,
  }
}

function nameBehind(words: readonly string[], at: number): string | undefined {
  const behind = words.slice(at + 1)
  return behind.find((word, index) => !word.startsWith('-') && !isValue(behind, index))
}

/** `-n default`: the value of the option before it, which no `=` has brought. */
function isValue(words: readonly string[], index: number): boolean {
  const before = words[index - 1] ?? ''
  return before.startsWith('-') && !before.includes('=')
}

const NAMESPACE = ['-n', '--namespace']

function namespaceIn(words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (NAMESPACE.includes(word)) return words[index + 1]
    const name = NAMESPACE.find((one) => word.startsWith(`${one}=`))
    if (name !== undefined) return word.slice(name.length + 1)
  }
  return undefined
}

const isPlain = (word: string): boolean => /^[a-z0-9][a-z0-9.-]*$/.test(word)
const unquoted = (word: string): string => word.replaceAll(/["';]/g, '')
