import { type ImageReference, parseReference } from '../../names/reference.ts'
import { jsonObject } from '../../names/text.ts'
import type { Dockerfile } from './dockerfile.ts'

/** An image that is to read the Dockerfile in the place of BuildKit's own frontend, and where that is said. */
export interface Frontend {
  readonly image: string
  readonly place: string
  /** It stands in a file that the builder may find another one for. */
  readonly behindLink?: true
}

/** The build argument that names the frontend, whatever the Dockerfile says (BuildKit, frontend/dockerfile/builder). */
const ARGUMENT = 'BUILDKIT_SYNTAX='

/**
 * The frontends that a builder may start for a Dockerfile; none: its own reads it. BuildKits differ in the directives that
 * they know and in which of two counts, so all are listed that one of them may take (frontend/dockerfile/parser,
 * `DetectSyntax`; before 1.0 any name was a directive, and the last one counted).
 */
export function frontendsOf(
  buildArgs: readonly string[],
  { path, text, isLink }: Dockerfile,
): readonly Frontend[] {
  const named = buildArgs.filter((argument) => argument.startsWith(ARGUMENT))
  if (named.length > 0) {
    const place = 'the build argument BUILDKIT_SYNTAX'
    return named.map((argument) => ({ image: firstWord(argument.slice(ARGUMENT.length).trim()), place }))
  }
  // BuildKit follows it within what it is sent, where it may lead to another file than here (tonistiigi/fsutil).
  if (isLink) return [{ image: '', place: path, behindLink: true }]
  const whole = text.replace(/^\uFEFF/, '')
  const shebang = shebangOf(whole)
  const first = shebang === '' ? 1 : 2
  const rest = whole.slice(shebang.length)
  return [
    ...['#', '//'].flatMap((comment) => directives(rest, comment)),
    ...(/^\s*\{/.test(rest) ? [{ image: syntaxOf(rest), line: 0 }] : []),
  ].map(({ image, line }) => ({ image, place: `line ${line + first} of ${path}` }))
}

/** To the line feed: of other ends of lines BuildKit knows none here. */
const shebangOf = (text: string): string =>
  text.startsWith('#!') ? text.slice(0, text.indexOf('\n') + 1 || text.length + 1) : ''

interface Directive {
  readonly image: string
  /** From 0. */
  readonly line: number
}

/** `# syntax=image`: directives stand at the very beginning, one a line, and end with the first line that is none. */
function directives(text: string, comment: string): readonly Directive[] {
  const found: Directive[] = []
  for (let line = 0, at = 0; at < text.length && text.startsWith(comment, at); line += 1) {
    const end = text.indexOf('\n', at)
    const [name, image] = directiveIn(text.slice(at + comment.length, end < 0 ? undefined : end))
    if (name === undefined) break
    if (name === 'syntax') found.push({ image, line })
    if (end < 0) break
    at = end + 1
  }
  return found
}

function directiveIn(line: string): readonly [name: string | undefined, image: string] {
  // White space as Go has it (`unicode.IsSpace`): what JavaScript has, and U+0085.
  const plain = line.replaceAll('\u0085', ' ')
  const equals = plain.indexOf('=')
  const name = plain.slice(0, Math.max(equals, 0)).trim()
  const isName = /^[a-z][a-z0-9]*$/i.test(name)
  return [isName ? name.toLowerCase() : undefined, firstWord(plain.slice(equals + 1).trim())]
}

const firstWord = (text: string): string => text.split(' ', 1)[0] ?? ''

/** A Dockerfile that is a JSON text can only be read by a frontend of its own; empty where it does not say by which. */
function syntaxOf(text: string): string {
  const { syntax } = jsonObject(text)
  return typeof syntax === 'string' ? syntax : ''
}

const DOCKERS = 'docker.io/docker/dockerfile'

/** Docker's own frontend at a digest, which nobody can change, or one that the input names. */
export function isTrusted(image: string, trusted: readonly string[]): boolean {
  const frontend = parseReference(image)
  if (!frontend) return false
  if (frontend.repository === DOCKERS && frontend.digest !== undefined) return true
  return trusted.some((entry) => {
    const named = parseReference(entry)
    return named !== undefined && covers(named, frontend)
  })
}

/** An entry without tag and digest stands for all of its repository; beside a digest, a tag says nothing. */
function covers(entry: ImageReference, { repository, tag, digest }: ImageReference): boolean {
  if (entry.repository !== repository) return false
  if (entry.digest !== undefined) return entry.digest === digest
  return entry.tag === undefined || (digest === undefined && entry.tag === (tag ?? 'latest'))
}

/** Whether a named context stands in the place of the frontend (BuildKit, frontend/gateway). */
export function isReplaced(image: string, contexts: readonly string[]): boolean {
  const repository = parseReference(image)?.repository
  if (repository === undefined) return false
  const names = contexts.map((context) => context.slice(0, context.indexOf('=')))
  return names.some((name) => parseReference(name)?.repository === repository)
}

/** Whether pinning to a digest would do, without naming it anywhere. */
export const isDockers = (image: string): boolean => parseReference(image)?.repository === DOCKERS
