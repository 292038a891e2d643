import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StepError } from '../../errors/errors.ts'
import type { ConfigPlan } from '../../plan/config.ts'
import { type CommandOptions, type CommandResult, TOO_MUCH_OUTPUT } from '../../runner/command.ts'
import { askGit, loadSimpleGit } from '../../runner/git.ts'
import { gitEnvironment, REMOTE_NAME } from './remote/environment.ts'
import { failTooLarge } from './remote/fail-transfer.ts'
import { type RemoteAccess, servedBy, type Transfer } from './remote/remote.ts'
import type { TransferFailure } from './remote/transfer-failure.ts'
import { Transfers } from './remote/transfers.ts'

/** The names of all files of a large repository, or the texts of all its kustomizations, many times over. */
const MOST_OUTPUT = 256 * 1024 * 1024

interface FetchOptions {
  /** The branch, where it is none other. */
  readonly ref?: string
  readonly depth?: number
  /** Only commits that this ref of the server does not lead to. */
  readonly without?: string
  /** No attempt begins, or goes on, after this time. */
  readonly withinMs: number | undefined
}

/** Of a server that was asked for nothing but commits which are left out (git's shallow.c, and what a client makes of it). */
const NOTHING_LEFT = /no commits selected for shallow|error processing shallow info/i

/** A bare clone of the tip of one branch: no history, no work tree, no index. */
export class Clone {
  readonly folder: string
  readonly #config: ConfigPlan
  readonly #access: RemoteAccess
  /** For commands that stay on this machine: no credential is in it. */
  readonly #localEnv: NodeJS.ProcessEnv
  readonly #transfers: Transfers
  /** The configured branch, or the one that HEAD of the remote names. */
  branch = ''

  private constructor(config: ConfigPlan, access: RemoteAccess) {
    this.folder = join(access.workspace.folder('git'), 'config.git')
    this.#config = config
    this.#access = access
    this.#transfers = new Transfers(config, access, {
      branch: () => this.branch,
      version: async () => (await this.git(['--version'])).stdout,
    })
    this.#localEnv = gitEnvironment(config.remote.url, { kind: 'none' }, access)
  }

  /** @throws StepError CONFIG_NOT_FOUND, CONFIG_MOVED, CONFIG_DENIED, CONFIG_BRANCH_MISSING or CONFIG_UNREACHABLE. */
  static async open(config: ConfigPlan, access: RemoteAccess): Promise<Clone> {
    const clone = new Clone(config, access)
    const { branch } = config
    const named = branch === undefined ? [] : [`--branch=${branch}`]
    const shallow = ['--bare', '--depth=1', '--no-tags', '--single-branch', '--template=', ...named]
    const cloned = clone.#transfers.again('clone', (url) => {
      // What a killed clone left behind would refuse the next one.
      rmSync(clone.folder, { recursive: true, force: true })
      const options = [...shallow, ...servedBy('upload-pack', url)]
      return ['clone', '--quiet', ...options, '--', url, clone.folder]
    })
    // What the clone is then asked by takes some milliseconds to compile. What keeps it from being loaded is said then.
    void loadSimpleGit().catch(() => {})
    await cloned
    const head = readFileSync(join(clone.folder, 'HEAD'), 'utf8').trim()
    // Detached, when a tag was named instead of a branch.
    clone.branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1] ?? clone.fail('branch-missing', '')
    return clone
  }

  get label(): string {
    return this.#config.remote.label
  }

  get ref(): string {
    return `refs/heads/${this.branch}`
  }

  /** Brings a branch up to date, with so many commits of it. @returns false where the server has no commit to send. */
  async fetch({ ref = this.ref, depth = 1, without, withinMs }: FetchOptions): Promise<boolean> {
    const part = without === undefined ? `--depth=${depth}` : `--shallow-exclude=${without}`
    const quiet = ['--quiet', part, '--no-tags', '--no-write-fetch-head']
    const where = [`--git-dir=${this.folder}`, 'fetch', ...quiet]
    const refspec = `+${ref}:${ref}`
    const transfer: Transfer = (url) => [...where, ...servedBy('upload-pack', url), REMOTE_NAME, refspec]
    return this.#transfers.again('fetch', transfer, {
      withinMs,
      ...(without ? { nothing: NOTHING_LEFT } : {}),
    })
  }

  /** Where a branch is now; undefined: there is none. */
  async headOf(ref: string, withinMs?: number): Promise<string | undefined> {
    try {
      await this.fetch({ ref, withinMs })
    } catch (error) {
      if (error instanceof StepError && error.code === 'CONFIG_BRANCH_MISSING') return undefined
      throw error
    }
    return this.known(ref)
  }

  /** Where it was when it was fetched. */
  async known(ref: string): Promise<string> {
    const { stdout } = await this.git(['rev-parse', '--verify', ref])
    return stdout.trim()
  }

  /** A push is run once: what a failed one means is decided with the tip. */
  push(options: readonly string[], refspec: string, withinMs?: number): Promise<CommandResult> {
    const push = [`--git-dir=${this.folder}`, 'push', ...options]
    const transfer: Transfer = (url) => [...push, ...servedBy('receive-pack', url), REMOTE_NAME, refspec]
    return this.#transfers.once('push', transfer, withinMs)
  }

  /**
   * The attributes of the tree could set off filters that this runner has configured, change line ends and encodings,
   * and leave files out of an archive. Those of the repository itself come before them (gitattributes,
   * "$GIT_DIR/info/attributes").
   */
  overruleAttributes(): void {
    const info = join(this.folder, 'info')
    mkdirSync(info, { recursive: true })
    const off = ['filter', 'text', 'eol', 'ident', 'working-tree-encoding', 'export-ignore', 'export-subst']
    writeFileSync(join(info, 'attributes'), `* ${off.map((name) => `-${name}`).join(' ')}\n`)
  }

  /**
   * A command that stays on this machine.
   * @throws StepError OVERLAY_INVALID where the answer is too large: a part of it must not be taken for the whole.
   */
  async git(args: readonly string[], options: Partial<CommandOptions> = {}): Promise<CommandResult> {
    const own = { signal: this.#access.signal, mostOutput: MOST_OUTPUT }
    const env = { ...this.#localEnv, ...options.env }
    const result = await askGit([`--git-dir=${this.folder}`, ...args], { ...own, ...options, env })
    if (result.exitCode === TOO_MUCH_OUTPUT) failTooLarge(this.#config.remote.label, result.stderr)
    return result
  }

  /**
   * A command on this machine whose output is taken as it comes, for as long as more of it is wanted.
   * @returns false when it was stopped before its end.
   */
  async stream(
    args: readonly string[],
    take: (chunk: Buffer) => boolean,
    options: Partial<CommandOptions> = {},
  ): Promise<boolean> {
    const [enough, failed] = [new AbortController(), new AbortController()]
    const signal = AbortSignal.any([this.#access.signal, enough.signal, failed.signal])
    const onBytes = (chunk: Buffer) => {
      if (signal.aborted) return
      try {
        if (!take(chunk)) enough.abort()
      } catch (error) {
        // As of a full disk: nobody stands above the event that brings the bytes.
        failed.abort(error)
      }
    }
    const { exitCode, stderr } = await this.git(args, { ...options, onBytes, signal })
    failed.signal.throwIfAborted()
    this.#access.signal.throwIfAborted()
    if (enough.signal.aborted) return false
    if (exitCode !== 0) throw new Error(`git ${args.join(' ').slice(0, 80)} failed: ${stderr}`)
    return true
  }

  fail(failure: TransferFailure, stderr: string): never {
    this.#transfers.fail(failure, stderr)
  }
}
