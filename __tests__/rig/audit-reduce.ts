import { type Document, isCollection, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml'

type Texts = Readonly<Record<string, string>>
type Holds = (files: Texts) => Promise<boolean>

/** Each costs a process of kustomize. */
const MOST_TRIES = 400

/** The files of a tree, less all that they can do without for what holds of them still to hold. */
export async function reduced(files: Texts, holds: Holds): Promise<Texts> {
  let tries = 0
  const attempt = async (candidate: Texts): Promise<boolean> => {
    tries += 1
    return tries <= MOST_TRIES && (await holds(candidate))
  }
  let left = files
  let before: Texts | undefined
  while (before !== left && tries < MOST_TRIES) {
    before = left
    left = await withoutFiles(left, attempt)
    for (const path of Object.keys(left)) left = await withoutParts(left, path, attempt)
  }
  return left
}

async function withoutFiles(files: Texts, holds: Holds): Promise<Texts> {
  let left = files
  for (const path of Object.keys(files)) {
    const { [path]: _, ...less } = left
    if (await holds(less)) left = less
  }
  return left
}

/** Documents, keys and items, those further out first. */
async function withoutParts(files: Texts, path: string, holds: Holds): Promise<Texts> {
  let left = files
  let skipped = 0
  for (;;) {
    const text = withoutPart(left[path] ?? '', skipped)
    if (text === undefined) return left
    const less = { ...left, [path]: text }
    if (text !== left[path] && (await holds(less))) left = less
    else skipped += 1
  }
}

/** The text without its nth part, or as it is where there would be none without it; undefined behind the last one. */
function withoutPart(text: string, nth: number): string | undefined {
  const documents = parseAllDocuments(text, { logLevel: 'silent' })
  if (!Array.isArray(documents)) return undefined
  if (documents.length > 1 && nth < documents.length) return written(documents.toSpliced(nth, 1)) ?? text
  let left = documents.length > 1 ? nth - documents.length : nth
  let level: unknown[] = documents.map(({ contents }) => contents)
  while (level.length > 0) {
    for (const node of level) {
      const items = partsOf(node)
      if (isCollection(node) && left < items.length) {
        const at = (node.items as readonly unknown[]).indexOf(items[left])
        node.items.splice(at, 1)
        return written(documents) ?? text
      }
      left -= items.length
    }
    level = level.flatMap(childrenOf)
  }
  return undefined
}

/** Without a name an object or a container is another case. */
const KEPT = new Set(['apiVersion', 'kind', 'metadata', 'name'])

function partsOf(node: unknown): readonly unknown[] {
  if (isMap(node)) return node.items.filter(({ key }) => !isScalar(key) || !KEPT.has(String(key.value)))
  return isSeq(node) ? node.items : []
}

function childrenOf(node: unknown): readonly unknown[] {
  if (isMap(node)) return node.items.map(({ value }) => value)
  return isSeq(node) ? node.items : []
}

/** undefined: an alias has lost what it stands for. */
function written(documents: readonly Document.Parsed[]): string | undefined {
  if (documents.some(({ errors }) => errors.length > 0)) return undefined
  try {
    return documents
      .map((document) => document.toString({ lineWidth: 0 }).replace(/^---\n/, ''))
      .join('---\n')
  } catch {
    return undefined
  }
}
