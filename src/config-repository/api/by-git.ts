import { fail } from '../../errors/errors.ts'
import type { Log } from '../../runner/log.ts'
import type { Change, CommitOutcome, ConfigRepository } from '../repository.ts'
import { NOT_LANDED } from './create-commit.ts'
import type { TermsLeft } from './terms.ts'

interface ByGitPorts {
  readonly log: Pick<Log, 'info' | 'notice'>
  readonly git: () => ConfigRepository
}

interface ByGitOptions {
  readonly reason: string
  readonly left: TermsLeft
}

/** The same repository over git, for what the API does not serve; it is opened when it is first needed. */
export class ByGit {
  readonly #ports: ByGitPorts
  readonly #label: string
  #git: ConfigRepository | undefined

  constructor(ports: ByGitPorts, label: string) {
    this.#ports = ports
    this.#label = label
  }

  /** At this tip; undefined where the branch has moved on. */
  async at(tip: string, reason: string): Promise<ConfigRepository | undefined> {
    if (!this.#git) this.#ports.log.info(`The config repository is cloned by git: ${reason}.`)
    const git = this.#opened()
    return (await git.read([])).tip === tip ? git : undefined
  }

  async commit(tip: string, change: Change, { reason, left }: ByGitOptions): Promise<CommitOutcome> {
    this.#ports.log.notice(`This commit goes by git, and is not signed by GitHub: ${reason}.`)
    const git = this.#opened()
    const snapshot = await git.read([...change.files.keys()], left().budgetMs)
    if (snapshot.tip !== tip) return { ...NOT_LANDED, reason: 'the branch has moved', unsent: true }
    return git.commit(tip, change, left().budgetMs)
  }

  movedOn(): never {
    return fail({
      code: 'CONFIG_UNREACHABLE',
      message: `config-repository ${this.#label} moved on while it was cloned`,
      hint: 'Run the job again.',
    })
  }

  #opened(): ConfigRepository {
    this.#git ??= this.#ports.git()
    return this.#git
  }
}
