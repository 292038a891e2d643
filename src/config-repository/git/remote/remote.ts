import { setTimeout as sleep } from 'node:timers/promises'
import { MOST_REDIRECTS } from '../../../names/same-server.ts'
import { cutLine } from '../../../names/text.ts'
import type { ConfigCredential, ConfigPlan } from '../../../plan/config.ts'
import type { CommandResult } from '../../../runner/command.ts'
import { runGit } from '../../../runner/git.ts'
import type { Secrets } from '../../../runner/secrets.ts'
import type { Watch } from '../../../runner/waiting.ts'
import { removeKey } from './credential.ts'
import { type GitPorts, gitEnvironment } from './environment.ts'
import { failInCircle, failMoved, locationIn, movedTo, redirectIn, TRACE } from './redirect.ts'
import { classifyTransfer, type TransferFailure } from './transfer-failure.ts'

export const TRANSFER_MS = 180_000
/** However little time is left, a transfer that is begun at all must have a chance. */
const SHORTEST_MS = 1_000
/** How a server answers whom it does not know, and how long it is left alone then. */
const UNKNOWN: ReadonlySet<TransferFailure> = new Set(['denied', 'not-found'])
const SETTLING_MS = 500

/** The credential as it is now. */
export type CredentialSource = () => Promise<ConfigCredential>

export interface RemoteAccess extends GitPorts {
  /** Asked before every transfer, because a credential may end before the write does. */
  readonly credential: CredentialSource
  /** The credential was made a moment ago, so that the server may not know it yet. */
  readonly isNew?: () => Promise<boolean>
  /** Who commits, where the credential says it. */
  readonly author?: () => Promise<{ readonly name: string; readonly email: string } | undefined>
  readonly signal: AbortSignal
  /** Without it nobody hears of a long wait. */
  readonly watch?: Watch
  /** The server has sent us to another address of its own, and the repository is there. */
  readonly onMoved?: (address: string) => void
}

/** The arguments of a transfer with the repository at an address; git knows it by REMOTE_NAME. */
export type Transfer = (url: string) => readonly string[]

/** Where the repository is; redirects are followed here, because git would take the credential anywhere. */
export class Remote {
  readonly #label: string
  readonly #access: RemoteAccess
  /** As configured, until the server says otherwise. */
  #url: string
  /** Where people think that it is. */
  #reportedUrl: string

  constructor({ label, url }: ConfigPlan['remote'], access: RemoteAccess) {
    this.#label = label
    this.#access = access
    this.#url = url
    this.#reportedUrl = url
  }

  /** One transfer, where the repository is now. @throws StepError CONFIG_MOVED where no credential may follow. */
  async run(transfer: Transfer, deadline: number): Promise<CommandResult> {
    for (;;) {
      const result = await this.#runThere(transfer, deadline)
      if (result.exitCode === 0 || !UNKNOWN.has(classifyTransfer(result.stderr))) return result
      const { isNew, signal } = this.#access
      if (performance.now() > deadline || !(await isNew?.())) return result
      await sleep(SETTLING_MS, undefined, { signal })
    }
  }

  async #runThere(transfer: Transfer, deadline: number): Promise<CommandResult> {
    const addresses = [this.#url]
    for (;;) {
      const result = await this.#runOnce(transfer, deadline)
      if (result.exitCode === 0) this.#reportMoved()
      const status = result.exitCode === 0 ? undefined : redirectIn(result.stderr)
      if (status === undefined) return result
      const traced = await this.#runOnce(transfer, deadline, TRACE)
      if (traced.exitCode === 0 || redirectIn(traced.stderr) === undefined) return withoutTrace(traced)
      this.#access.signal.throwIfAborted()
      const redirect = { status, url: this.#url, location: locationIn(traced.stderr) }
      const url = movedTo(redirect) ?? failMoved(this.#label, redirect)
      const again = addresses.includes(url) || addresses.push(url) > MOST_REDIRECTS
      if (again) failInCircle(this.#label, addresses)
      this.#url = url
    }
  }

  #reportMoved(): void {
    if (this.#url !== this.#reportedUrl) this.#access.onMoved?.(this.#url)
    this.#reportedUrl = this.#url
  }

  async #runOnce(
    transfer: Transfer,
    deadline: number,
    extra: NodeJS.ProcessEnv = {},
  ): Promise<CommandResult> {
    const { workspace, secrets, signal, credential } = this.#access
    const env = { ...gitEnvironment(this.#url, await credential(), this.#access), ...extra }
    const left = Math.ceil(Math.min(TRANSFER_MS, deadline - performance.now()))
    const timeoutMs = Math.max(SHORTEST_MS, left)
    try {
      const result = cutLines(await runGit(transfer(this.#url), { env, signal, timeoutMs }), secrets)
      if (result.exitCode !== 124) return result
      const late = `git did not end within ${Math.ceil(timeoutMs / 1000)} s`
      return { ...result, stderr: `${result.stderr}\n${late}` }
    } finally {
      // Images are built between two transfers, and no build may find the key.
      removeKey(workspace)
    }
  }
}

/** What git says besides the lines of its trace, each of which begins with the time. */
function withoutTrace(result: CommandResult): CommandResult {
  const lines = result.stderr.split('\n').filter((line) => !/^\d\d:\d\d:\d\d\.\d/.test(line))
  return { ...result, stderr: lines.join('\n') }
}

/** A server may say whatever it likes, on lines of any length. */
function cutLines(result: CommandResult, secrets: Secrets): CommandResult {
  const cleaned = (text: string) => secrets.hide(text).split('\n').map(cutLine).join('\n')
  return { ...result, stdout: cleaned(result.stdout), stderr: cleaned(result.stderr) }
}

/**
 * A `file://` remote is served by another git on this machine. It gets no settings of the command that starts it, but
 * reads those of the user, which may name programs. Of the two an empty value is none, so each gets one that changes
 * nothing: `exec` before the command that git would run (git-config, `uploadpack.packObjectsHook`), and the folder that
 * the hooks of the repository itself are in.
 */
const SERVERS = {
  // The blank makes git hand it to a shell.
  'upload-pack': "git -c 'uploadpack.packObjectsHook=exec ' upload-pack",
  'receive-pack': 'git -c core.hooksPath=hooks receive-pack',
} as const

/** The option of a transfer that says what serves it; none where a server elsewhere does. */
export const servedBy = (service: keyof typeof SERVERS, url: string): readonly string[] =>
  url.startsWith('file:') ? [`--${service}=${SERVERS[service]}`] : []
