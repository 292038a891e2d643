import { fail } from '../errors.ts'
import type { ConfigPlan, ImagePlan } from '../plan/plan.ts'
import { isExactVersion, revisionOf } from '../plan/tags.ts'
import type { History, Relation } from './history.ts'
import { hiddenHistory, policyProblem, short } from './order-problems.ts'

export type OrderDecision =
  /** `rollback`: an older commit goes over a newer one, because this run was told to. */
  | { readonly write: true; readonly notice?: string; readonly rollback?: true }
  | { readonly write: false; readonly reason: string }

/** The image that is to be deployed: by its commit where it is known, else by what its tag says. */
export type OrderedImage = Pick<ImagePlan, 'tag' | 'commit'>

type Policies = Pick<ConfigPlan, 'onStale' | 'onDiverged'>

/** What is known of the branches and tags of the service repository. */
export interface KnownRefs {
  readonly defaultBranch: string | undefined
  /** What stands before the version in this repository's git tags: `svc-` of `svc-v1.2.3`. */
  readonly tagPrefix?: string
}

/** Decides whether the wanted tag may replace the deployed one; each pair of commits is compared once. */
export class Order {
  readonly #history: History
  readonly #policies: Policies
  readonly #refs: KnownRefs
  readonly #known = new Map<string, Promise<Relation | undefined>>()

  constructor(history: History, policies: Policies, refs: KnownRefs) {
    this.#history = history
    this.#policies = policies
    this.#refs = refs
  }

  /**
   * `deployedTag` is what the overlay holds now (a digest, when that is all it holds).
   * @throws DeployError ORDER_STALE, ORDER_DIVERGED or ORDER_UNKNOWN.
   */
  async decide(deployedTag: string | undefined, image: OrderedImage, where: string): Promise<OrderDecision> {
    if (deployedTag === undefined) return { write: true }
    const deployed = revisionOf(deployedTag)
    const wanted = image.commit ?? revisionOf(image.tag)
    if (deployed === undefined || wanted === undefined) {
      return {
        write: true,
        notice: `${where}: "${deployedTag}" names no commit, so its order is unknown; written.`,
      }
    }
    if (deployed === wanted) return { write: true }
    switch (await this.#compare(deployed, wanted)) {
      case 'ahead':
      case 'identical':
        return { write: true }
      case 'behind':
        return this.#stale(deployed, wanted, where)
      case 'diverged':
        return this.#diverged({ deployed, wanted, where, found: 'have diverged' })
      case undefined:
        return this.#diverged({
          hidden: await this.#isHidden(wanted),
          deployed,
          wanted,
          where,
          found: 'cannot be compared (one is not in the repository)',
        })
    }
  }

  #compare(base: string, head: string): Promise<Relation | undefined> {
    const pair = `${base}...${head}`
    const known = this.#known.get(pair) ?? this.#compareNames(base, head)
    this.#known.set(pair, known)
    return known
  }

  async #compareNames(base: string, head: string): Promise<Relation | undefined> {
    for (const baseName of this.#gitNames(base)) {
      for (const headName of this.#gitNames(head)) {
        const found = await this.#history.compare(baseName, headName)
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  /** An image tag may have dropped the component or the `v` of its git tag: `1.2.3` for `svc-v1.2.3`. */
  #gitNames(revision: string): readonly string[] {
    if (!isExactVersion(revision)) return [revision]
    const { tagPrefix = '' } = this.#refs
    const names = [revision, revision.startsWith('v') ? revision.slice(1) : `v${revision}`]
    return [...new Set([...names.map((name) => `${tagPrefix}${name}`), ...names])]
  }

  #stale(deployed: string, wanted: string, where: string): OrderDecision {
    const reason = `${where}: ${short(deployed)} is deployed and newer than ${short(wanted)}`
    switch (this.#policies.onStale) {
      case 'skip':
        return { write: false, reason }
      case 'write':
        return { write: true, rollback: true, notice: `${reason}; rolled back, as on-stale says.` }
      case 'fail':
        return fail(
          policyProblem(
            'ORDER_STALE',
            reason,
            'Deploy a newer commit; on-stale: skip ends green instead, and on-stale: write rolls back.',
          ),
        )
    }
  }

  async #diverged(found: {
    deployed: string
    wanted: string
    where: string
    found: string
    /** Not even the new commit is found. */
    hidden?: boolean
  }): Promise<OrderDecision> {
    const reason = `${found.where}: ${short(found.deployed)} (deployed) and ${short(found.wanted)} ${found.found}`
    if (this.#policies.onDiverged === 'write')
      return this.#writeOver(`${reason}; written, as on-diverged says.`)
    if (found.hidden) return fail(hiddenHistory(found.wanted))
    switch (this.#policies.onDiverged) {
      case 'skip':
        return { write: false, reason }
      case 'fail':
        return fail(
          policyProblem(
            'ORDER_DIVERGED',
            reason,
            'Set on-diverged to write if this commit should replace it.',
          ),
        )
      case 'default-branch':
        return this.#overIfOnDefaultBranch(found.wanted, reason)
    }
  }

  async #overIfOnDefaultBranch(wanted: string, reason: string): Promise<OrderDecision> {
    const { defaultBranch } = this.#refs
    const isOn = await this.#isOnDefaultBranch(wanted)
    if (isOn) return this.#writeOver(`${reason}; written, because the new commit is on ${defaultBranch}.`)
    // The branch cannot be seen, though the commit is somewhere: in a checkout, for example.
    if (isOn === undefined) return fail(hiddenHistory(wanted))
    return fail(
      policyProblem(
        'ORDER_DIVERGED',
        `${reason}, and the new commit is not on ${defaultBranch ?? 'a known default branch'}`,
        'Merge the commit to the default branch first, or set on-diverged to write. After a force-push, run again from the default branch.',
      ),
    )
  }

  /** Who may roll back and goes to a commit that the deployed one does not lead to, goes back as well. */
  #writeOver(notice: string): OrderDecision {
    return { write: true, notice, ...(this.#policies.onStale === 'write' ? { rollback: true } : {}) }
  }

  /** GitHub answers 404 to a token without `contents: read` as well: then this run's own commit is not found either. */
  async #isHidden(wanted: string): Promise<boolean> {
    return this.#refs.defaultBranch !== undefined && !(await this.#compare(wanted, this.#refs.defaultBranch))
  }

  /** undefined: the history of the branch is not to be seen. */
  async #isOnDefaultBranch(commit: string): Promise<boolean | undefined> {
    if (this.#refs.defaultBranch === undefined) return false
    const relation = await this.#compare(commit, this.#refs.defaultBranch)
    return relation && (relation === 'ahead' || relation === 'identical')
  }
}
