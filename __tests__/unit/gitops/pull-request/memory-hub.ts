import type {
  BranchWriter,
  Change,
  CommitOutcome,
  ConfigReader,
  SideBranch,
  SideCommit,
  SideTarget,
  Snapshot,
  TreeNodes,
} from '../../../../src/config-repository/repository.ts'
import { originOf } from '../../../../src/doors/deploy/deployment.ts'
import { kustomizeImages } from '../../../../src/edit/kustomize/target.ts'
import type { NewPull, PullRequest, Pulls, PullText } from '../../../../src/github/pull-request.ts'
import { Bump } from '../../../../src/gitops/bump.ts'
import type { Delivered } from '../../../../src/gitops/delivery.ts'
import { Order } from '../../../../src/gitops/order.ts'
import type { Proposal } from '../../../../src/gitops/proposal.ts'
import { pullRequestDelivery } from '../../../../src/gitops/pull-request/delivery.ts'
import type { DressedPull, PullOptions } from '../../../../src/gitops/pull-request/ports.ts'
import type { ConfigPlan } from '../../../../src/plan/config.ts'
import { aConfig, aSource, aWanted, digestOf, HOST, must, REPOSITORY } from '../../builders.ts'

export const FILE = 'prod.yaml'
export const BOT = 'bot@example.com'

/** The commit of the service by that number: each continues the one before it. */
export const sha = (number: number): string => `${String(number).padStart(4, '0')}${'a'.repeat(36)}`
export const text = (number: number, note = ''): string =>
  `${note}images:\n- name: identity-service\n  newName: ${HOST}/${REPOSITORY}\n  newTag: ${sha(number)}\n`

interface Commit extends SideCommit {
  readonly parent: string | undefined
  readonly content: string
}

interface Stored extends PullRequest {
  readonly branch: string
  readonly messages: readonly string[]
}

/** A config repository with pull requests, in memory; each call of it takes a turn of the loop. */
export class MemoryHub implements ConfigReader, BranchWriter, Pulls {
  readonly commits = new Map<string, Commit>()
  readonly refs = new Map<string, string>()
  readonly pulls: Stored[] = []
  readonly comments: string[] = []
  readonly said: string[] = []
  readonly warnings: string[] = []
  /** What its plan has. */
  drafts = true
  readonly dressed: DressedPull[] = []
  updates = 0
  stuck = false
  /** Called before a commit, and before a pull request is opened: what others do in the meantime. */
  others: (step: 'commit' | 'create' | 'update') => void = () => {}

  constructor(content: string) {
    this.put('main', content, { message: 'initial', by: 'person@example.com' })
  }

  put(branch: string, content: string, { message = 'by hand', by = 'person@example.com' } = {}): string {
    const id = this.#newId()
    const parent = this.refs.get(branch) ?? this.refs.get('main')
    this.commits.set(id, { id, message, committer: { name: by, email: by }, parent, content })
    this.#move(branch, id)
    return id
  }

  #newId(): string {
    return String(this.commits.size + 1).padStart(40, 'c')
  }

  get tip(): string {
    return must(this.refs.get('main'))
  }

  contentOf(branch: string): string {
    return must(this.commits.get(must(this.refs.get(branch)))).content
  }

  get open(): readonly Stored[] {
    return this.pulls.filter(({ state }) => state === 'open')
  }

  /** As by the button of that name, which makes one commit of it on the base. */
  squash(number: number): void {
    const { branch } = must(this.pulls.find((one) => one.number === number))
    this.put('main', this.contentOf(branch), { message: `squashed (#${number})` })
    this.#change(number, { state: 'closed', merged: true })
  }

  closeByHand(number: number): void {
    this.#change(number, { state: 'closed' })
  }

  async read(): Promise<Snapshot> {
    return { tip: this.tip, nodes: await this.nodesAt(this.tip) }
  }

  async nodesAt(tip: string): Promise<TreeNodes> {
    await turn()
    return new Map([[FILE, { kind: 'file', id: tip, text: must(this.commits.get(tip)).content }]])
  }

  list(): never {
    throw new Error('there is no glob here')
  }

  materialise(): never {
    throw new Error('nothing is rendered here')
  }

  async base(): Promise<string> {
    return 'main'
  }

  async branch(name: string): Promise<SideBranch | undefined> {
    await turn()
    const head = this.refs.get(name)
    return head === undefined ? undefined : { head, commits: this.#beyondMain(head) }
  }

  #beyondMain(head: string): readonly SideCommit[] {
    const onMain = new Set(this.#ancestry(this.tip).map(({ id }) => id))
    return this.#ancestry(head)
      .filter(({ id }) => !onMain.has(id))
      .toReversed()
  }

  #ancestry(head: string): readonly Commit[] {
    const found: Commit[] = []
    for (let id: string | undefined = head; id; id = found.at(-1)?.parent)
      found.push(must(this.commits.get(id)))
    return found
  }

  async commitTo(target: SideTarget, { files, message, author }: Change): Promise<CommitOutcome> {
    await turn()
    this.others('commit')
    const id = this.#newId()
    if (this.refs.get(target.branch) !== target.expected)
      return { landed: false, commit: id, reason: 'stale info', unanswered: false, unsent: true }
    const content = must(files.get(FILE))
    this.commits.set(id, { id, message, committer: author, parent: target.parent, content })
    this.#move(target.branch, id)
    return { landed: true, commit: id }
  }

  async removeBranch(name: string, head: string): Promise<boolean> {
    await turn()
    if (this.refs.get(name) !== head) return false
    this.refs.delete(name)
    for (const { number, branch, state } of this.pulls)
      if (branch === name && state === 'open') this.#change(number, { state: 'closed' })
    return true
  }

  async of(branch: string): Promise<readonly PullRequest[]> {
    await turn()
    return this.pulls.filter((one) => one.branch === branch).toReversed()
  }

  async messages(number: number): Promise<readonly string[]> {
    return must(this.pulls.find((one) => one.number === number)).messages
  }

  async conflicts(): Promise<boolean> {
    return this.stuck
  }

  async create(branch: string, pull: NewPull): Promise<PullRequest | undefined> {
    await turn()
    this.others('create')
    const head = must(this.refs.get(branch))
    if (this.pulls.some((one) => one.branch === branch && one.state === 'open')) return undefined
    const number = this.pulls.length + 1
    const messages = this.#beyondMain(head).map(({ message }) => message)
    const draft = pull.draft && this.drafts
    const made = { ...pull, draft, number, url: `https://hub.example/pull/${number}` }
    this.pulls.push({ ...made, state: 'open', merged: false, head, branch, messages })
    return must(this.pulls.at(-1))
  }

  async update(number: number, said: PullText): Promise<void> {
    await turn()
    this.others('update')
    this.updates += 1
    this.#change(number, said)
  }

  async close(number: number, { body, comment }: { body: string; comment: string }): Promise<void> {
    this.comments.push(comment)
    this.#change(number, { body, state: 'closed' })
  }

  #change(number: number, change: Partial<Stored>): void {
    this.pulls[number - 1] = { ...must(this.pulls[number - 1]), ...change }
  }

  /** An open pull request goes with its branch. */
  #move(branch: string, id: string): void {
    this.refs.set(branch, id)
    const messages = branch === 'main' ? [] : this.#beyondMain(id).map(({ message }) => message)
    for (const one of this.open) if (one.branch === branch) this.#change(one.number, { head: id, messages })
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface RunChanges {
  readonly options?: Partial<PullOptions>
  readonly config?: Partial<ConfigPlan>
}

/** A run that deploys that commit of the service. */
export const run = (hub: MemoryHub, number: number, changes: RunChanges = {}): Promise<Delivered> =>
  bumpOf(hub, number, changes).commit(new Map([['identity-service', digestOf('d')]]))

/** A dry run of it, before its image is built. */
export const dryRun = (hub: MemoryHub, number: number, changes: RunChanges = {}): Promise<Proposal> =>
  bumpOf(hub, number, changes).tryOut(new Map())

function bumpOf(hub: MemoryHub, number: number, { options, config: changes }: RunChanges): Bump {
  const config = aConfig({ author: { name: 'bot', email: BOT }, ...changes })
  const compare = async (base: string, head: string) => {
    if (base === head) return 'identical'
    return base < head ? 'ahead' : 'behind'
  }
  const order = new Order({ compare, changes: async () => undefined }, config, { defaultBranch: 'main' })
  const { signal } = new AbortController()
  const describe = async ({
    change: { message },
    images,
  }: {
    change: Change
    images: readonly { tag: string }[]
  }) => ({
    title: message.split('\n')[0] ?? '',
    body: `<!-- ecr-gitops-deploy {} -->\n${images.map(({ tag }) => tag).join('\n')}`,
  })
  const delivery = pullRequestDelivery(
    {
      ...{ branches: hub, pulls: hub, describe, say: (line: string) => hub.said.push(line) },
      sayInstead: (line) => hub.said.push(line),
      onWarning: (warning) => hub.warnings.push(warning),
      dress: async (pull) => {
        hub.dressed.push(pull)
        return undefined
      },
    },
    {
      branch: undefined,
      draft: false,
      cleanup: false,
      committer: BOT,
      label: 'acme/config',
      signal,
      ...options,
    },
  )
  const image = aWanted({ overlays: [FILE], tag: sha(number), commit: sha(number) })
  return new Bump([image], {
    config,
    origin: originOf(aSource()),
    repository: hub,
    delivery,
    kindOf: () => kustomizeImages,
    orders: () => order,
    signal,
    describe: async () => undefined,
    checks: { advise: async () => [], render: async () => [] },
    onWarning: () => {},
  })
}
