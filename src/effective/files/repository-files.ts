import { isUtf8 } from 'node:buffer'
import type { FileTree, SkippedFile, Unreadable } from '../../names/paths/file-tree.ts'
import { LARGEST_FILE } from '../../names/text.ts'
import { classify } from '../classify.ts'
import type { AuditFile, RepositoryFiles } from '../file.ts'
import { isMarkedGenerated, readAttributes } from './generated.ts'
import { isArchive, isCode, isLookedAt, isTemplate, isTerraform } from './names.ts'

/** Far above any chart that people publish. */
const LARGEST_ARCHIVE = 8 * LARGEST_FILE
/** Of all texts together; more is more than any repository of manifests has. */
const MOST_TEXT = 256 * LARGEST_FILE

/**
 * The files of a tree: those that are looked at are read now, the others when they are asked for.
 * @param alike Another state of the repository: a file that is the same there is the very same here, with its nodes.
 */
export function repositoryFiles(tree: FileTree, alike?: RepositoryFiles): RepositoryFiles {
  const reader = new TextReader(tree, alike)
  const { files, paths, skipped } = readAll(tree, reader)
  return {
    paths,
    skipped: [...tree.skipped, ...skipped],
    has: (path) => tree.follow(path) !== undefined,
    file(path) {
      const real = files.has(path) ? path : tree.follow(path)
      if (real === undefined || isArchive(real)) return undefined
      if (!files.has(real)) files.set(real, readable(reader.read(real)))
      return files.get(real)
    },
    bytes: (path) => bytesOf(tree, path),
  }
}

interface AllRead {
  readonly files: Map<string, AuditFile | undefined>
  readonly paths: readonly string[]
  readonly skipped: readonly SkippedFile[]
}

function readAll(tree: FileTree, reader: TextReader): AllRead {
  const wanted = tree.paths.filter(isLookedAt)
  const read = wanted.filter((path) => !isArchive(path)).map((path) => ({ path, read: reader.read(path) }))
  const files = new Map(read.flatMap(({ path, read: file }) => (isOfUse(file) ? [[path, file]] : [])))
  return {
    files,
    paths: wanted.filter((path) => isArchive(path) || files.has(path)),
    // Nobody misses a bundle of JavaScript.
    skipped: read.flatMap(({ path, read: why }) =>
      typeof why === 'string' && !isCode(path) ? [{ path, why }] : [],
    ),
  }
}

const readable = (read: AuditFile | Unreadable): AuditFile | undefined =>
  typeof read === 'string' ? undefined : read

/** A program is of use where it writes a policy for ECR; Terraform resolves names across the files of a folder. */
const isOfUse = (read: AuditFile | Unreadable): read is AuditFile =>
  typeof read === 'object' && (!isCode(read.path) || isTerraform(read.path) || read.text.includes('ecr:'))

function bytesOf(tree: FileTree, path: string): Uint8Array | undefined {
  const real = tree.follow(path)
  const content = real === undefined ? undefined : tree.read(real, LARGEST_ARCHIVE)
  return content === undefined || typeof content === 'string' ? undefined : Uint8Array.from(content)
}

type Attributes = ReturnType<typeof readAttributes>

/** Reads texts of a tree, with what the files around them say of each. */
class TextReader {
  readonly #tree: FileTree
  readonly #known: ReadonlySet<string>
  readonly #attributes = new Map<string, Attributes>()
  readonly #hasAttributes: boolean
  readonly #alike: RepositoryFiles | undefined
  #left = MOST_TEXT

  constructor(tree: FileTree, alike: RepositoryFiles | undefined) {
    this.#tree = tree
    this.#alike = alike
    this.#known = new Set(tree.paths)
    this.#hasAttributes = tree.paths.some((path) => path.endsWith('.gitattributes'))
  }

  read(path: string): AuditFile | Unreadable {
    const text = this.#text(path)
    if (typeof text === 'object') return text.why
    const inTemplates = isTemplate(path, (other) => this.#known.has(other))
    const isGenerated = this.#hasAttributes && isMarkedGenerated(path, (at) => this.#attributesAt(at))
    const file = classify(path, text, { isTemplate: inTemplates, isGenerated })
    return this.#same(file, inTemplates) ?? file
  }

  /** What another state of the repository has there, if it is the same. */
  #same({ path, text, generated }: AuditFile, inTemplates: boolean): AuditFile | undefined {
    const alike = this.#alike
    const other = alike?.file(path)
    const isSame = other?.path === path && other.text === text && other.generated === generated
    return isSame && isTemplate(path, (at) => alike?.has(at) === true) === inTemplates ? other : undefined
  }

  #text(path: string): string | { readonly why: Unreadable } {
    const content = this.#tree.read(path, Math.min(LARGEST_FILE, this.#left))
    if (typeof content === 'string') return { why: content }
    this.#left -= content.length
    // What is no UTF-8 could not be written back as it was, and no parser of YAML takes it.
    if (content.includes(0) || !isUtf8(content)) return { why: 'binary' }
    return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8')
  }

  #attributesAt(path: string): Attributes {
    if (!this.#known.has(path)) return []
    const known = this.#attributes.get(path)
    if (known) return known
    const text = this.#text(path)
    const attributes = typeof text === 'string' ? readAttributes(text) : []
    this.#attributes.set(path, attributes)
    return attributes
  }
}
