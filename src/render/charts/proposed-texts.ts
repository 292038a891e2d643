import type { ConfigTree } from '../../config-repository/repository.ts'
import type { Proposal } from '../../gitops/proposal.ts'

/** The files of a tip, and what is edited of them as it will be. */
export class ProposedTexts {
  /** Of what is edited. */
  readonly edited: ReadonlyMap<string, string>
  readonly #tip: string
  readonly #tree: ConfigTree

  constructor({ tip, before, files }: Proposal, tree: ConfigTree) {
    this.edited = new Map([...before, ...files])
    this.#tip = tip
    this.#tree = tree
  }

  /** undefined where there is no file, or none of text. */
  async at(path: string): Promise<string | undefined> {
    const known = this.edited.get(path)
    if (known !== undefined) return known
    const node = (await this.#tree.nodesAt(this.#tip, [path])).get(path)
    return node?.kind === 'file' ? node.text : undefined
  }
}
