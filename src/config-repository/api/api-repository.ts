import { fail } from '../../errors/errors.ts'
import { fieldOf, listOf, textOf } from '../../names/parsed.ts'
import type { ApiPlan, ConfigPlan } from '../../plan/config.ts'
import type { Log } from '../../runner/log.ts'
import type { Workspace } from '../../runner/workspace.ts'
import type {
  Change,
  CommitOutcome,
  ConfigRepository,
  Materialised,
  SentCommit,
  Snapshot,
  TreeNodes,
} from '../repository.ts'
import { createCommit, NOT_LANDED } from './create-commit.ts'
import { hasMessage } from './message.ts'
import { type ApiObstacle, obstacleTo } from './obstacle.ts'
import { idOf, recentQuery } from './queries.ts'
import { type ApiAccess, ApiRemote } from './remote.ts'
import { type TermsLeft, termsWithin } from './terms.ts'
import { pathsIn, writeListed } from './tree.ts'
import { CONTROL, TreeReader } from './tree-reader.ts'

export interface ApiPorts extends ApiAccess {
  readonly log: Pick<Log, 'info' | 'notice'>
  readonly workspace: Workspace
  /** The same repository over git, for what the API does not serve. */
  readonly git: () => ConfigRepository
  /** The repository has another name now. */
  readonly onMoved?: (address: string) => void
}

/**
 * The config repository over GitHub's API: one query for the head and the files, one mutation for the commit, which GitHub
 * signs. No clone, no git (docs/adr/0020).
 */
export class ApiRepository implements ConfigRepository {
  readonly #plan: ApiPlan
  readonly #ports: ApiPorts
  readonly #remote: ApiRemote
  readonly #reader: TreeReader
  #git: ConfigRepository | undefined

  constructor(config: ConfigPlan, plan: ApiPlan, ports: ApiPorts) {
    this.#plan = plan
    this.#ports = ports
    this.#remote = new ApiRemote(plan, config, ports)
    this.#reader = new TreeReader(this.#remote, { branch: config.branch, onNamed: (name) => this.#say(name) })
  }

  /** Nothing is sent yet; nothing is at work that others must wait for. */
  async begin(): Promise<void> {
    this.#remote.prepare()
  }

  /** For branches beside the base; its name is known once the base was read. */
  get remote(): ApiRemote {
    return this.#remote
  }

  read(paths: readonly string[], withinMs?: number): Promise<Snapshot> {
    return this.#reader.read(paths, withinMs)
  }

  #say(name: string): void {
    const { repository, serverUrl } = this.#plan
    if (name.toLowerCase() !== repository.toLowerCase()) this.#ports.onMoved?.(`${serverUrl}/${name}`)
  }

  nodesAt(tip: string, paths: readonly string[]): Promise<TreeNodes> {
    return this.#reader.nodesAt(tip, paths)
  }

  async list(tip: string): Promise<readonly string[]> {
    const entries = await this.#remote.listing(tip)
    if (entries) return pathsIn(entries).filter((path) => !CONTROL.test(path))
    const git = await this.#byGit(tip, 'it has more files than GitHub lists')
    return git ? git.list(tip) : this.#movedOn()
  }

  async materialise(tip: string, paths: readonly string[]): Promise<Materialised> {
    const known = await this.#reader.load(tip, paths)
    const nodes = await this.nodesAt(tip, paths)
    const roots = paths.length === 0 ? [['', tip] as const] : folderIds(nodes)
    const folder = this.#ports.workspace.folder(`tree-${tip}`)
    const written = await writeListed(this.#remote, {
      roots,
      folder,
      knownAt: (path) => known.nodeAt(path),
    })
    if (written !== 'too-many') return written
    const git = await this.#byGit(tip, 'the overlays lead to many files')
    return git ? git.materialise(tip, paths) : { refused: 'the branch moved on while it was cloned' }
  }

  async foresee(tip: string, files: Change['files']): Promise<void> {
    if (!this.#plan.required) return
    const obstacle = await this.#obstacleTo(tip, files)
    if (obstacle !== undefined) this.#cannot(obstacle)
  }

  async #obstacleTo(tip: string, files: Change['files'], left?: TermsLeft): Promise<ApiObstacle | undefined> {
    const known = await this.#reader.load(tip, [...files.keys()], left)
    return obstacleTo({ files }, (path) => known.modeAt(path))
  }

  async commit(tip: string, change: Change, withinMs?: number): Promise<CommitOutcome> {
    const left = termsWithin(withinMs)
    const obstacle = await this.#obstacleTo(tip, change.files, left)
    if (obstacle !== undefined) return this.#commitByGit(tip, change, { obstacle, withinMs: left().budgetMs })
    return createCommit(this.#remote, { branch: this.#remote.branch, expected: tip, change, left })
  }

  async #commitByGit(
    tip: string,
    change: Change,
    { obstacle, withinMs }: { readonly obstacle: ApiObstacle; readonly withinMs: number | undefined },
  ): Promise<CommitOutcome> {
    if (this.#plan.required) this.#cannot(obstacle)
    this.#ports.log.notice(`This commit goes by git, and is not signed by GitHub: ${obstacle.why}.`)
    const git = this.#opened()
    const snapshot = await git.read([...change.files.keys()], withinMs)
    if (snapshot.tip !== tip) return { ...NOT_LANDED, reason: 'the branch has moved', unsent: true }
    return git.commit(tip, change, withinMs)
  }

  /** By the messages: nobody knows the id of a commit whose answer was lost. */
  async landed<Sent extends SentCommit>(
    sent: readonly Sent[],
    withinMs?: number,
  ): Promise<(Sent & { readonly id: string }) | undefined> {
    const { branch, names } = this.#remote
    const query = recentQuery(names, { branch, tip: this.#reader.tip })
    const answer = await this.#remote.query(query, termsWithin(withinMs)())
    const recent = ['branch.target', 'seen'].flatMap((path) =>
      listOf(fieldOf(answer, 'repository', ...path.split('.'), 'history', 'nodes')),
    )
    for (const commit of recent) {
      const [id, message] = [idOf(fieldOf(commit, 'oid')), textOf(fieldOf(commit, 'message')) ?? '']
      const own = sent.find(
        (one) => one.id === id || (one.id === undefined && hasMessage(message, one.message)),
      )
      if (id !== undefined && own) return { ...own, id }
    }
    return undefined
  }

  /** The same repository over git, at this tip; undefined where the branch has moved on. */
  async #byGit(tip: string, reason: string): Promise<ConfigRepository | undefined> {
    if (!this.#git) this.#ports.log.info(`The config repository is cloned by git: ${reason}.`)
    const git = this.#opened()
    return (await git.read([])).tip === tip ? git : undefined
  }

  #opened(): ConfigRepository {
    this.#git ??= this.#ports.git()
    return this.#git
  }

  #movedOn(): never {
    return fail({
      code: 'CONFIG_UNREACHABLE',
      message: `config-repository ${this.#remote.label} moved on while it was cloned`,
      hint: 'Run the job again.',
    })
  }

  #cannot({ why, otherwise }: ApiObstacle): never {
    return fail({
      code: 'CONFIG_REFUSED',
      inputs: ['commit-via'],
      message: `commit-via is api, and GitHub's API cannot make this commit: ${why}`,
      hint: `Set commit-via: auto, so that such a commit goes by git; or ${otherwise}.`,
    })
  }
}

const folderIds = (nodes: TreeNodes) =>
  [...nodes].flatMap(([path, node]) => (node.kind === 'folder' ? [[path, node.id] as const] : []))
