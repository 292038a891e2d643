import { fail } from '../errors/errors.ts'
import { revisionOf, short } from '../names/tag.ts'
import type { ConfigPlan } from '../plan/config.ts'
import type { Deployment } from '../plan/deployment.ts'
import { continues, type History } from '../source/history/history.ts'
import { type KnownRefs, Revisions } from '../source/history/revisions.ts'
import { hiddenHistory, offDefaultBranch } from './order-problems.ts'

export type OrderDecision =
  | { readonly write: true; readonly notice?: string; readonly rollback?: undefined }
  /** An older commit goes over a newer one, because this run was asked to. */
  | { readonly write: true; readonly notice: string; readonly rollback: true }
  | { readonly write: false; readonly reason: string }

/** The image that is to be deployed: by its commit where it is known, else by what its tag says. */
export type OrderedImage = Pick<Deployment, 'tag' | 'commit'>

/** What may be asked of an order. */
export type AskedOrder = Pick<Order, 'decide' | 'changesSince' | 'continues'>

/** For what is only looked at: every commit may follow every other one, and nobody is asked. */
export const UNORDERED: AskedOrder = {
  decide: async () => ({ write: true }),
  changesSince: async () => undefined,
  continues: async () => false,
}

type OrderPolicies = Pick<ConfigPlan, 'onStale' | 'onDiverged'>

/** Decides whether the wanted tag may replace the deployed one, by the history of one service repository. */
export class Order {
  readonly #revisions: Revisions
  readonly #policies: OrderPolicies
  readonly #refs: KnownRefs

  constructor(history: History, policies: OrderPolicies, refs: KnownRefs) {
    this.#revisions = new Revisions(history, refs)
    this.#policies = policies
    this.#refs = refs
  }

  /**
   * `deployedTag` is what the overlay holds now (a digest, when that is all it holds).
   * @throws StepError ORDER_STALE, ORDER_DIVERGED or ORDER_UNKNOWN.
   */
  async decide(deployedTag: string | undefined, image: OrderedImage, where: string): Promise<OrderDecision> {
    if (deployedTag === undefined) return { write: true }
    const deployed = revisionOf(deployedTag)
    const wanted = wantedRevision(image)
    if (deployed === undefined || wanted === undefined) {
      return {
        write: true,
        notice: `${where}: "${deployedTag}" names no commit, so its order is unknown; written.`,
      }
    }
    if (deployed === wanted) return { write: true }
    switch (await this.#revisions.compare(deployed, wanted)) {
      case 'ahead':
      case 'identical':
        return { write: true }
      case 'behind':
        return this.#stale(deployed, wanted, where)
      case 'diverged':
        return this.#diverged({ deployed, wanted, where, relation: 'have diverged' })
      case undefined:
        return this.#diverged({
          hidden: await this.#isHidden(wanted),
          deployed,
          wanted,
          where,
          relation: 'cannot be compared (one is not in the repository)',
        })
    }
  }

  /** The paths that differ between what is deployed and the image; undefined where they are not all known. */
  async changesSince(deployed: string, image: OrderedImage): Promise<readonly string[] | undefined> {
    const wanted = wantedRevision(image)
    return wanted === undefined ? undefined : this.#revisions.changes(deployed, wanted)
  }

  /** Whether the commit of the second tag is that of the first, or continues it; not where that is not to be found out. */
  async continues(older: string, newer: string): Promise<boolean> {
    const [base, head] = [revisionOf(older), revisionOf(newer)]
    if (base === undefined || head === undefined) return older === newer
    return base === head || continues(await this.#revisions.compare(base, head))
  }

  #stale(deployed: string, wanted: string, where: string): OrderDecision {
    const reason = `${where}: ${short(deployed)} is deployed and newer than ${short(wanted)}`
    switch (this.#policies.onStale) {
      case 'skip':
        return { write: false, reason }
      case 'write':
        return { write: true, rollback: true, notice: `${reason}; rolled back, as on-stale says.` }
      case 'fail':
        return fail({
          code: 'ORDER_STALE',
          message: reason,
          hint: 'Deploy a newer commit; on-stale: skip ends green instead, and on-stale: write rolls back.',
        })
    }
  }

  async #diverged({
    deployed,
    wanted,
    ...found
  }: {
    deployed: string
    wanted: string
    where: string
    relation: string
    /** Not even the new commit is found. */
    hidden?: boolean
  }): Promise<OrderDecision> {
    const reason = `${found.where}: ${short(deployed)} (deployed) and ${short(wanted)} ${found.relation}`
    if (this.#policies.onDiverged === 'write')
      return this.#writeOver(`${reason}; written, as on-diverged says.`)
    if (found.hidden) return fail(hiddenHistory(wanted, this.#refs))
    switch (this.#policies.onDiverged) {
      case 'skip':
        return { write: false, reason }
      case 'fail':
        return fail({
          code: 'ORDER_DIVERGED',
          message: reason,
          hint: 'Set on-diverged to write if this commit should replace it.',
        })
      case 'default-branch':
        return this.#overIfOnDefaultBranch(wanted, reason)
    }
  }

  async #overIfOnDefaultBranch(wanted: string, reason: string): Promise<OrderDecision> {
    const { defaultBranch } = this.#refs
    const isOn = await this.#isOnDefaultBranch(wanted)
    if (isOn) return this.#writeOver(`${reason}; written, because the new commit is on ${defaultBranch}.`)
    // The branch cannot be seen, though the commit is somewhere: in a checkout, for example.
    if (isOn === undefined) return fail(hiddenHistory(wanted, this.#refs))
    return fail(offDefaultBranch(reason, this.#refs))
  }

  /** Who may roll back and goes to a commit that the deployed one does not lead to, goes back as well. */
  #writeOver(notice: string): OrderDecision {
    return this.#policies.onStale === 'write'
      ? { write: true, notice, rollback: true }
      : { write: true, notice }
  }

  /** GitHub answers 404 to a token without `contents: read` as well: then the commit to deploy is not found either. */
  async #isHidden(wanted: string): Promise<boolean> {
    const { defaultBranch, foreign } = this.#refs
    const beside = defaultBranch ?? (foreign === undefined ? undefined : wanted)
    return beside !== undefined && !(await this.#revisions.compare(wanted, beside))
  }

  /** undefined: the history of the branch is not to be seen. */
  async #isOnDefaultBranch(commit: string): Promise<boolean | undefined> {
    if (this.#refs.defaultBranch === undefined) return false
    const relation = await this.#revisions.compare(commit, this.#refs.defaultBranch)
    return relation && continues(relation)
  }
}

const wantedRevision = ({ commit, tag }: OrderedImage): string | undefined => commit ?? revisionOf(tag)
