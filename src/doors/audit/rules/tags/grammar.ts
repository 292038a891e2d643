import { isTag, registryOf, splitReference } from '../../../../names/reference.ts'

/** What is wrong with the name or the tag of a reference, as a half of a sentence (distribution/reference, `Parse`). */
export function grammarFault(text: string): string | undefined {
  if (/\s/.test(text)) return 'has white space in it'
  if (text.includes('://')) return 'begins with a scheme'
  const { name, tag } = splitReference(text)
  if (name === '') return 'has no name'
  if (name.length > LONGEST_NAME) return `has a name of more than ${LONGEST_NAME} characters`
  if (tag === '') return 'has a colon without a tag'
  return pathFault(name) ?? (tag !== undefined && !isTag(tag) ? 'has a tag that none can be' : undefined)
}

const LONGEST_NAME = 255

function pathFault(name: string): string | undefined {
  const host = registryOf(name) ?? upperCaseHost(name)
  const path = host === undefined ? name : name.slice(host.length + 1)
  if (host !== undefined && !isHost(host)) return 'has a registry that is no host'
  if (path.includes(':')) return 'has two tags'
  if (/[A-Z]/.test(path)) return 'has upper-case letters in its path'
  return path.split('/').every(isSegment) ? undefined : 'has a path that no repository can have'
}

/** What is not in lower case is taken for a host, even without a dot. */
function upperCaseHost(name: string): string | undefined {
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(0, slash))
  return /[A-Z]/.test(first) ? first : undefined
}

const isHost = (host: string): boolean =>
  /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)(?::\d+)?$/.test(host)

const isSegment = (segment: string): boolean => /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/.test(segment)
