import type { ApiPlan, ConfigPlan } from '../../plan/config.ts'
import type { Log } from '../../runner/log.ts'
import type { Workspace } from '../../runner/workspace.ts'
import { isAskable } from '../nodes.ts'
import type {
  Change,
  CommitOutcome,
  ConfigRepository,
  Materialised,
  SentCommit,
  Snapshot,
  TreeNodes,
} from '../repository.ts'
import { ByGit } from './by-git.ts'
import { createCommit } from './create-commit.ts'
import { findLanded } from './find-landed.ts'
import { type ApiObstacle, failObstacle, obstacleTo } from './obstacle.ts'
import { type ApiAccess, ApiRemote } from './remote.ts'
import { type TermsLeft, termsWithin } from './terms.ts'
import { pathsIn, writeListed } from './tree.ts'
import { nodesIn, TreeReader } from './tree-reader.ts'

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
  readonly #byGit: ByGit

  constructor(config: ConfigPlan, plan: ApiPlan, ports: ApiPorts) {
    this.#plan = plan
    this.#ports = ports
    this.#remote = new ApiRemote(plan, config, ports)
    this.#byGit = new ByGit(ports, this.#remote.label)
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
    if (entries) return pathsIn(entries).filter(isAskable)
    const git = await this.#byGit.at(tip, 'it has more files than GitHub lists')
    return git ? git.list(tip) : this.#byGit.movedOn()
  }

  async materialise(tip: string, paths: readonly string[]): Promise<Materialised> {
    const known = await this.#reader.load(tip, paths)
    const roots = paths.length === 0 ? [['', tip] as const] : folderIds(nodesIn(known, paths))
    const folder = this.#ports.workspace.folder(`tree-${tip}`)
    const written = await writeListed(this.#remote, {
      roots,
      folder,
      knownAt: (path) => known.nodeAt(path),
    })
    if (written !== 'too-many') return written
    const git = await this.#byGit.at(tip, 'the overlays lead to many files')
    return git ? git.materialise(tip, paths) : { refused: 'the branch moved on while it was cloned' }
  }

  async foresee(tip: string, files: Change['files']): Promise<void> {
    if (!this.#plan.required) return
    const obstacle = await this.#obstacleTo(tip, files)
    if (obstacle) failObstacle(obstacle)
  }

  async #obstacleTo(tip: string, files: Change['files'], left?: TermsLeft): Promise<ApiObstacle | undefined> {
    const known = await this.#reader.load(tip, [...files.keys()], left)
    return obstacleTo({ files }, (path) => known.modeAt(path))
  }

  async commit(tip: string, change: Change, withinMs?: number): Promise<CommitOutcome> {
    const left = termsWithin(withinMs)
    const obstacle = await this.#obstacleTo(tip, change.files, left)
    if (obstacle) {
      if (this.#plan.required) failObstacle(obstacle)
      return this.#byGit.commit(tip, change, { reason: obstacle.why, left })
    }
    return createCommit(this.#remote, { branch: this.#remote.branch, expected: tip, change, left })
  }

  async landed<Sent extends SentCommit>(
    sent: readonly Sent[],
    withinMs?: number,
  ): Promise<(Sent & { readonly id: string }) | undefined> {
    return findLanded(this.#remote, { tip: this.#reader.tip, sent, withinMs })
  }
}

const folderIds = (nodes: TreeNodes) =>
  [...nodes].flatMap(([path, node]) => (node.kind === 'folder' ? [[path, node.id] as const] : []))
