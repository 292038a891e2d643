import { fail, type Problem } from '../errors.ts'
import type { ConfigPlan, ImagePlan } from '../plan/plan.ts'
import { isExactVersion, revisionOf } from '../plan/tags.ts'

/** How a commit relates to another one: `ahead` is newer (GitHub REST API, "Compare two commits", status). */
export type Relation = 'ahead' | 'behind' | 'identical' | 'diverged'

/** The history of the service repository. */
export interface History {
  /** undefined: one of the two is not in this repository. */
  compare(base: string, head: string): Promise<Relation | undefined>
}

export type OrderDecision =
  | { readonly write: true; readonly notice?: string }
  | { readonly write: false; readonly reason: string }

/** The image that is to be deployed: by its commit where it is known, else by what its tag says. */
export type OrderedImage = Pick<ImagePlan, 'tag' | 'commit'>

type Policies = Pick<ConfigPlan, 'onStale' | 'onDiverged'>

/** Decides whether the wanted tag may replace the deployed one; each pair of commits is compared once. */
export class Order {
  readonly #history: History
  readonly #policies: Policies
  readonly #defaultBranch: string | undefined
  readonly #known = new Map<string, Promise<Relation | undefined>>()

  constructor(history: History, policies: Policies, defaultBranch: string | undefined) {
    this.#history = history
    this.#policies = policies
    this.#defaultBranch = defaultBranch
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
    for (const baseName of gitNames(base)) {
      for (const headName of gitNames(head)) {
        const found = await this.#history.compare(baseName, headName)
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  #stale(deployed: string, wanted: string, where: string): OrderDecision {
    const reason = `${where}: ${short(deployed)} is deployed and newer than ${short(wanted)}`
    if (this.#policies.onStale === 'skip') return { write: false, reason }
    return fail(
      policyProblem('ORDER_STALE', reason, 'Deploy a newer commit, or set on-stale: skip to end green.'),
    )
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
    if (this.#policies.onDiverged === 'write') {
      return { write: true, notice: `${reason}; written, as on-diverged says.` }
    }
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
        if (await this.#isOnDefaultBranch(found.wanted)) {
          return {
            write: true,
            notice: `${reason}; written, because the new commit is on ${this.#defaultBranch}.`,
          }
        }
        return fail(
          policyProblem(
            'ORDER_DIVERGED',
            `${reason}, and the new commit is not on ${this.#defaultBranch ?? 'a known default branch'}`,
            'Merge the commit to the default branch first, or set on-diverged to write. After a force-push, run again from the default branch.',
          ),
        )
    }
  }

  /** GitHub answers 404 to a token without `contents: read` as well: then this run's own commit is not found either. */
  async #isHidden(wanted: string): Promise<boolean> {
    return this.#defaultBranch !== undefined && !(await this.#compare(wanted, this.#defaultBranch))
  }

  async #isOnDefaultBranch(commit: string): Promise<boolean> {
    if (this.#defaultBranch === undefined) return false
    const relation = await this.#compare(commit, this.#defaultBranch)
    return relation === 'ahead' || relation === 'identical'
  }
}

/** An image tag may have dropped or added the `v` of its git tag: `1.2.3` for `v1.2.3`. */
function gitNames(revision: string): readonly string[] {
  if (!isExactVersion(revision)) return [revision]
  return [revision, revision.startsWith('v') ? revision.slice(1) : `v${revision}`]
}

const short = (revision: string): string =>
  /^[0-9a-f]{40,}$/.test(revision) ? revision.slice(0, 7) : revision

function policyProblem(code: Problem['code'], message: string, hint: string): Problem {
  return { code, message, hint }
}

function hiddenHistory(wanted: string): Problem {
  return policyProblem(
    'ORDER_UNKNOWN',
    `the compare API of GitHub does not find ${short(wanted)}, the commit to deploy`,
    'Give the job "permissions: contents: read" and leave github-token at its default; to deploy a commit of another repository, set on-diverged to write.',
  )
}
