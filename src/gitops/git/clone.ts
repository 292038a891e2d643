import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigCredential, ConfigPlan } from '../../plan/plan.ts'
import { type CommandOptions, type CommandResult, runCommand, TOO_MUCH_OUTPUT } from '../../runner/command.ts'
import { withRetries } from '../../runner/retry.ts'
import type { Workspace } from '../../runner/workspace.ts'
import { gitEnvironment, removeKey } from './environment.ts'
import { classifyTransfer, failTooLarge, failTransfer, type TransferFailure } from './outcome.ts'
import { servedBy } from './served-here.ts'

const TRANSFER_MS = 180_000
const RETRY_BUDGET_MS = 60_000
/** The names of all files of a large repository, or the texts of all its kustomizations, many times over. */
const MOST_OUTPUT = 256 * 1024 * 1024

class UnreachableError extends Error {}

/** The credential as it is now. */
export type CredentialSource = () => Promise<ConfigCredential>

export interface CloneAccess {
  readonly workspace: Workspace
  readonly credential: CredentialSource
  readonly signal: AbortSignal
}

/** A bare clone of the tip of one branch: no history, no work tree, no index. */
export class Clone {
  readonly folder: string
  readonly #config: ConfigPlan
  readonly #access: CloneAccess
  /** For commands that stay on this machine: no credential is in it. */
  readonly #localEnv: NodeJS.ProcessEnv
  /** The configured branch, or the one that HEAD of the remote names. */
  branch = ''

  private constructor(config: ConfigPlan, access: CloneAccess) {
    this.folder = join(access.workspace.folder('git'), 'config.git')
    this.#config = config
    this.#access = access
    this.#localEnv = gitEnvironment(config.remote.url, { kind: 'none' }, access.workspace)
  }

  /** @throws DeployError CONFIG_NOT_FOUND, CONFIG_DENIED, CONFIG_BRANCH_MISSING or CONFIG_UNREACHABLE. */
  static async open(config: ConfigPlan, access: CloneAccess): Promise<Clone> {
    const clone = new Clone(config, access)
    const { remote, branch } = config
    const named = branch === undefined ? [] : [`--branch=${branch}`]
    const shallow = ['--bare', '--depth=1', '--no-tags', '--single-branch', '--template=', ...named]
    const server = servedBy('upload-pack', remote.url)
    await clone.#transfer(['clone', '--quiet', ...shallow, ...server, '--', remote.url, clone.folder])
    const head = readFileSync(join(clone.folder, 'HEAD'), 'utf8').trim()
    // Detached, when a tag was named instead of a branch.
    clone.branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1] ?? clone.fail('branch-missing', '')
    return clone
  }

  get ref(): string {
    return `refs/heads/${this.branch}`
  }

  /** Brings the branch up to date, with so many commits of it. */
  async fetch(depth = 1): Promise<void> {
    const { ref } = this
    const { url } = this.#config.remote
    const quiet = ['--quiet', `--depth=${depth}`, '--no-tags', '--no-write-fetch-head']
    const options = [...quiet, ...servedBy('upload-pack', url)]
    await this.#transfer([`--git-dir=${this.folder}`, 'fetch', ...options, url, `+${ref}:${ref}`])
  }

  async tip(): Promise<string> {
    const { stdout } = await this.git(['rev-parse', '--verify', this.ref])
    return stdout.trim()
  }

  /** A push is run once: what a failed one means is decided with the tip. */
  push(options: readonly string[], refspec: string): Promise<CommandResult> {
    const { url } = this.#config.remote
    const server = servedBy('receive-pack', url)
    return this.#runTransfer([`--git-dir=${this.folder}`, 'push', ...options, ...server, url, refspec])
  }

  /**
   * The attributes of the tree could set off filters that this runner has configured, and change line ends and encodings.
   * Those of the repository itself come before them (gitattributes, "$GIT_DIR/info/attributes").
   */
  overruleAttributes(): void {
    const info = join(this.folder, 'info')
    mkdirSync(info, { recursive: true })
    writeFileSync(join(info, 'attributes'), '* -filter -text -eol -ident -working-tree-encoding\n')
  }

  /**
   * A command that stays on this machine.
   * @throws DeployError OVERLAY_INVALID where the answer is too large: a part of it must not be taken for the whole.
   */
  async git(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    const own = { signal: this.#access.signal, mostOutput: MOST_OUTPUT }
    const env = { ...this.#localEnv, ...options.env }
    const result = await runCommand('git', [`--git-dir=${this.folder}`, ...args], { ...own, ...options, env })
    if (result.exitCode === TOO_MUCH_OUTPUT) failTooLarge(this.#config.remote.label, result.stderr)
    return result
  }

  fail(failure: TransferFailure, stderr: string): never {
    const { remote, branch, credential } = this.#config
    const inputs = { token: 'config-token', ssh: 'config-ssh-key', none: 'config-repository' } as const
    this.#access.signal.throwIfAborted()
    failTransfer(failure, stderr, {
      label: remote.label,
      branch: branch ?? this.branch,
      credentialInput: inputs[credential.kind],
    })
  }

  async #runTransfer(args: readonly string[]): Promise<CommandResult> {
    const { workspace, signal } = this.#access
    const env = gitEnvironment(this.#config.remote.url, await this.#access.credential(), workspace)
    try {
      return await runCommand('git', args, { env, signal, timeoutMs: TRANSFER_MS })
    } finally {
      // Images are built between two transfers, and no build may find the key.
      removeKey(workspace)
    }
  }

  /** Before git 2.31 there was no configuration in the environment, so that a credential is missing or refused. */
  async #failOnOldGit(): Promise<void> {
    const { stdout } = await this.git(['--version'])
    const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout) ?? []
    if (Number(major) < 2 || (major === '2' && Number(minor) < 31)) this.fail('old-git', stdout)
  }

  /** Runs a transfer again while the remote cannot be reached; every other failure is final at once. */
  async #transfer(args: readonly string[]): Promise<void> {
    const attempt = async () => {
      // What a killed clone left behind would refuse the next one.
      if (args[0] === 'clone') rmSync(this.folder, { recursive: true, force: true })
      const { exitCode, stderr } = await this.#runTransfer(args)
      if (exitCode === 0) return
      const failure = exitCode === 126 || exitCode === 127 ? 'no-git' : classifyTransfer(stderr)
      if (failure === 'unreachable') throw new UnreachableError(stderr)
      this.fail(failure, stderr)
    }
    try {
      const classify = (error: unknown) => (error instanceof UnreachableError ? 'transient' : 'final')
      await withRetries(attempt, { classify, budgetMs: RETRY_BUDGET_MS, signal: this.#access.signal })
    } catch (error) {
      await this.#failOnOldGit()
      if (error instanceof UnreachableError) this.fail('unreachable', error.message)
      throw error
    }
  }
}
