import type { ConfigTree, TreeNodes } from '../../config-repository/repository.ts'
import { isKustomization, parentOf } from '../../names/path.ts'
import { isRecord } from '../../names/text.ts'
import { resolveIn } from './fields.ts'
import { itemsOf, readDocument, valuesOf } from './plain-yaml.ts'

/** A Component does nothing alone: it is rendered through those that use it. */
export function isComponent(text: string): boolean {
  const read = readDocument(text)
  if (!read.ok || !isRecord(read.value)) return false
  const [kind] = valuesOf(read.value, 'kind')
  const [version] = valuesOf(read.value, 'apiVersion')
  return kind === 'Component' || (kind === undefined && version === 'kustomize.config.k8s.io/v1alpha1')
}

interface User {
  readonly folder: string
  readonly isComponent: boolean
  readonly components: ReadonlySet<string>
}

/** Who uses a component, directly or through other components: found with one list and one look at the tree. */
export class ComponentUsers {
  /** By the component that they use. */
  readonly #users: Promise<ReadonlyMap<string, readonly User[]>>

  constructor(tree: ConfigTree, tip: string) {
    this.#users = findUsers(tree, tip)
    // Whoever asks sees the failure.
    this.#users.catch(() => {})
  }

  /** Folders of kustomizations that are no components themselves. */
  async of(component: string): Promise<readonly string[]> {
    const users = await this.#users
    const seen = new Set([component])
    const found = new Set<string>()
    for (const used of seen) {
      for (const user of users.get(used) ?? []) {
        if (user.isComponent) seen.add(user.folder)
        else found.add(user.folder)
      }
    }
    return [...found].toSorted()
  }
}

async function findUsers(tree: ConfigTree, tip: string): Promise<ReadonlyMap<string, readonly User[]>> {
  const files = (await tree.list(tip)).filter(isKustomization)
  const nodes = await tree.nodesAt(tip, files)
  const users = new Map<string, User[]>()
  for (const user of files.flatMap((file) => userAt(file, nodes))) {
    for (const component of user.components) {
      const known = users.get(component)
      if (known) known.push(user)
      else users.set(component, [user])
    }
  }
  return users
}

function userAt(file: string, nodes: TreeNodes): readonly User[] {
  const node = nodes.get(file)
  // Most kustomizations use none: they need not be parsed.
  if (node?.kind !== 'file' || !/components/i.test(node.text)) return []
  const read = readDocument(node.text)
  if (!read.ok) return []
  const folder = parentOf(file)
  const components = itemsOf(read.value, 'components').flatMap((text) =>
    typeof text === 'string' ? (resolveIn(folder, text) ?? []) : [],
  )
  return [{ folder, isComponent: isComponent(node.text), components: new Set(components) }]
}
