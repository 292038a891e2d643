import type { ConfigPlan } from '../../../plan/config.ts'
import type { CommandResult } from '../../../runner/command.ts'
import { withRetries } from '../../../runner/retry.ts'
import { unwatched } from '../../../runner/waiting.ts'
import { inputOf } from '../../credential-input.ts'
import { failTransfer } from './fail-transfer.ts'
import { Remote, type RemoteAccess, TRANSFER_MS, type Transfer } from './remote.ts'
import { classifyTransfer, type TransferFailure } from './transfer-failure.ts'

const RETRY_BUDGET_MS = 60_000

class UnreachableError extends Error {}

interface TransferOptions {
  readonly withinMs?: number | undefined
  /** A failure that says so is no failure, but an answer. */
  readonly nothing?: RegExp
}

/** What messages need to know of the clone. */
interface CloneFacts {
  /** The branch, once it is known. */
  readonly branch: () => string
  /** What `git --version` says. */
  readonly version: () => Promise<string>
}

/** Transfers with the config repository, and what it means when one fails. */
export class Transfers {
  readonly #config: ConfigPlan
  readonly #access: RemoteAccess
  readonly #remote: Remote
  readonly #clone: CloneFacts

  constructor(config: ConfigPlan, access: RemoteAccess, clone: CloneFacts) {
    this.#config = config
    this.#access = access
    this.#remote = new Remote(config.remote, access)
    this.#clone = clone
  }

  /** Runs a transfer again while the remote cannot be reached; every other failure is final at once. */
  async again(
    verb: string,
    transfer: Transfer,
    { withinMs = Number.POSITIVE_INFINITY, nothing }: TransferOptions = {},
  ): Promise<boolean> {
    const deadline = performance.now() + withinMs
    const attempt = async () => {
      const { exitCode, stderr } = await this.#remote.run(transfer, deadline)
      if (exitCode === 0) return true
      if (nothing?.test(stderr)) return false
      const failure = exitCode === 126 || exitCode === 127 ? 'no-git' : classifyTransfer(stderr)
      if (failure === 'unreachable') throw new UnreachableError(stderr)
      this.fail(failure, stderr)
    }
    try {
      const classify = (error: unknown) => (error instanceof UnreachableError ? 'transient' : 'final')
      const budgetMs = Math.min(RETRY_BUDGET_MS, withinMs)
      const { signal } = this.#access
      return await this.#watched(verb, () => withRetries(attempt, { classify, budgetMs, signal }))
    } catch (error) {
      await this.#failOnOldGit()
      if (error instanceof UnreachableError) this.fail('unreachable', error.message)
      throw error
    }
  }

  /** Runs a transfer once, whatever becomes of it. */
  once(verb: string, transfer: Transfer, withinMs = TRANSFER_MS): Promise<CommandResult> {
    return this.#watched(verb, () => this.#remote.run(transfer, performance.now() + withinMs))
  }

  fail(failure: TransferFailure, stderr: string): never {
    const { remote, branch, credential } = this.#config
    this.#access.signal.throwIfAborted()
    failTransfer(failure, stderr, {
      label: remote.label,
      branch: branch ?? this.#clone.branch(),
      credentialInput: inputOf(credential),
      host: remote.host,
      url: remote.url,
    })
  }

  /** Before git 2.31 there was no configuration in the environment, so that a credential is missing or refused. */
  async #failOnOldGit(): Promise<void> {
    const version = await this.#clone.version()
    const [, major, minor] = /\b(\d+)\.(\d+)/.exec(version) ?? []
    if (Number(major) < 2 || (major === '2' && Number(minor) < 31)) this.fail('old-git', version)
  }

  /** git is silent while it transfers, however long that takes. */
  #watched<T>(verb: string, transfer: () => Promise<T>): Promise<T> {
    const { watch = unwatched } = this.#access
    return watch(() => ({ what: `git ${verb}, ${this.#config.remote.label}` }), transfer)
  }
}
