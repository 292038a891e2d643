import type {
  Change,
  CommitOutcome,
  ConfigRepository,
  ConfigWriter,
  Snapshot,
} from '../../../src/config-repository/repository.ts'
import { originOf } from '../../../src/doors/deploy/deployment.ts'
import { kustomizeImages } from '../../../src/edit/kustomize/target.ts'
import type { Arrive } from '../../../src/gitops/arrival.ts'
import { Bump, type BumpOptions } from '../../../src/gitops/bump.ts'
import type { Checks } from '../../../src/gitops/checks.ts'
import { Order } from '../../../src/gitops/order.ts'
import { pushDelivery } from '../../../src/gitops/push.ts'
import type { ConfigPlan } from '../../../src/plan/config.ts'
import type { Relation } from '../../../src/source/history/history.ts'
import { aConfig, aSource, aWanted, HOST, must, REPOSITORY } from '../builders.ts'

const NAME = `${HOST}/${REPOSITORY}`
export const FILE = 'prod.yaml'
export const text = (tag: string, note = '') =>
  `${note}images:\n- name: identity-service\n  newName: ${NAME}\n  newTag: ${tag}\n`

/** A repository in memory whose branch other writers move. */
export class MemoryRepository implements ConfigRepository {
  readonly commits: Change[] = []
  reads = 0
  tip = 1
  content: string
  /** Called before each commit: what others do in the meantime. */
  others: (repository: MemoryRepository) => void = () => {}

  constructor(content: string) {
    this.content = content
  }

  /** A commit of somebody else. */
  move(content: string): void {
    this.tip += 1
    this.content = content
  }

  async read(): Promise<Snapshot> {
    this.reads += 1
    return {
      tip: String(this.tip),
      nodes: new Map([[FILE, { kind: 'file', id: String(this.tip), text: this.content }]]),
    }
  }

  async commit(tip: string, change: Change): Promise<CommitOutcome> {
    this.others(this)
    if (tip !== String(this.tip))
      return { landed: false, commit: 'lost', reason: 'fetch first', unanswered: false, unsent: true }
    this.commits.push(change)
    this.content = must(change.files.get(FILE))
    this.tip += 1
    return { landed: true, commit: `commit-${this.tip}` }
  }

  async landed(): Promise<undefined> {
    return undefined
  }

  nodesAt(): never {
    throw new Error('nothing else is read here')
  }

  list(): never {
    throw new Error('there is no glob here')
  }

  materialise(): never {
    throw new Error('nothing is rendered here')
  }
}

interface BumpChanges extends Pick<BumpOptions, 'newForMs'> {
  /** Of the image to whatever is deployed. */
  relation?: Relation | ((deployed: string) => Relation)
  writer?: ConfigWriter
  render?: Checks['render']
  config?: Partial<ConfigPlan>
  arrive?: Arrive
}

/** The bump of one image that is to stand in the file. */
export function bumpOf(repository: ConfigRepository, changes: BumpChanges = {}): Bump {
  const { relation = 'ahead', writer = repository, render = async () => [], newForMs } = changes
  const config = aConfig(changes.config)
  const compare = async (deployed: string) => (typeof relation === 'function' ? relation(deployed) : relation)
  const order = new Order({ compare, changes: async () => undefined }, config, { defaultBranch: 'main' })
  const { signal } = new AbortController()
  return new Bump([aWanted({ overlays: [FILE] })], {
    config,
    origin: originOf(aSource()),
    repository,
    delivery: pushDelivery(writer, { signal }),
    kindOf: () => kustomizeImages,
    orders: () => order,
    signal,
    describe: async () => undefined,
    checks: { advise: async () => [], render },
    onWarning: () => {},
    newForMs,
    ...(changes.arrive ? { arrive: changes.arrive } : {}),
  })
}
