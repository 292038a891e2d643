import { join } from 'node:path'
import type { ConfigPlan } from '../../plan/plan.ts'
import type { CommandResult } from '../../runner/command.ts'
import type { Workspace } from '../../runner/workspace.ts'
import { parentOf } from '../overlay.ts'
import type { Change, CommitOutcome, ConfigRepository, Snapshot, TreeNode } from '../repository.ts'
import { type BatchObject, nodeOf, parseBatch, parseTree } from './cat-file.ts'
import { Clone } from './clone.ts'
import { fastImportStream } from './fast-import.ts'
import { classifyTransfer, failRefused, type PushOutcome, readPush } from './outcome.ts'

/**
 * The config repository over git's own transports. The cost does not grow with history or with the number of files
 * (docs/adr/0003).
 */
export class GitRepository implements ConfigRepository {
  readonly #config: ConfigPlan
  readonly #workspace: Workspace
  readonly #signal: AbortSignal
  #clone: Promise<Clone> | undefined
  /** The clone holds the newest tip: just cloned, or fetched to see what became of a push. */
  #fresh = false
  readonly #modes = new Map<string, string>()

  constructor(config: ConfigPlan, workspace: Workspace, signal: AbortSignal) {
    this.#config = config
    this.#workspace = workspace
    this.#signal = signal
  }

  async read(paths: readonly string[]): Promise<Snapshot> {
    if (!this.#clone) {
      this.#clone = Clone.open(this.#config, this.#workspace, this.#signal)
      this.#fresh = true
    }
    const clone = await this.#clone
    if (!this.#fresh) await clone.fetchTip()
    this.#fresh = false
    return this.#readNodes(clone, paths)
  }

  async commit(tip: string, change: Change): Promise<CommitOutcome> {
    const clone = await this.#opened()
    const commit = await this.#makeCommit(clone, tip, change)
    // The lease refuses a branch that was moved back as well, which a plain push would fast-forward again.
    const lease = `--force-with-lease=${clone.ref}:${tip}`
    const result = await clone.push(['--porcelain', '--no-verify', lease, 'origin', `${commit}:${clone.ref}`])
    const outcome = readPush(result.exitCode, result.stdout, result.stderr)
    switch (outcome.kind) {
      case 'landed':
        return { landed: true, commit }
      case 'refused':
        return failRefused(this.#config.remote.label, clone.branch, outcome.reason)
      // A client library may have sent the push again after a lost answer: then our own commit is the other writer.
      case 'lost':
      case 'unsure':
      case 'unanswered':
        return this.#settle(clone, { commit, tip, result, outcome })
    }
  }

  async materialise(tip: string, paths: readonly string[]): Promise<string> {
    const clone = await this.#opened()
    const folder = this.#workspace.folder(`tree-${tip}`)
    const specs = paths.length > 0 ? paths : ['.']
    const checkout = [
      '--literal-pathspecs',
      '-c',
      'core.attributesFile=/dev/null',
      `--work-tree=${folder}`,
      'checkout',
      tip,
      '--',
      ...specs,
    ]
    const env = { GIT_INDEX_FILE: join(clone.folder, `index-${tip}`) }
    const result = await clone.git(checkout, { env })
    if (result.exitCode !== 0) throw new Error(`git checkout failed: ${result.stderr}`)
    return folder
  }

  /** The server gave no clear verdict: what the branch holds now is the truth. */
  async #settle(clone: Clone, push: UnclearPush): Promise<CommitOutcome> {
    const { commit, tip, result, outcome } = push
    if (outcome.kind === 'unanswered') {
      const failure = classifyTransfer(result.stderr)
      if (failure !== 'unreachable') clone.fail(failure, result.stderr)
    }
    const now = await clone.fetchTip()
    if (now === commit) return { landed: true, commit }
    if (now === tip && outcome.kind === 'unsure') {
      failRefused(this.#config.remote.label, clone.branch, outcome.reason)
    }
    const unanswered = outcome.kind === 'unanswered' ? { unanswered: commit } : {}
    return { landed: false, reason: outcome.reason, ...unanswered }
  }

  async #readNodes(clone: Clone, paths: readonly string[]): Promise<Snapshot> {
    const wanted = [...new Set(paths.flatMap((path) => [parentOf(path), path]))]
    const questions = [`${clone.ref}^{commit}`, ...wanted.map((path) => `${clone.ref}:${path}`)]
    const { bytes } = await clone.git(['cat-file', '--batch'], { input: `${questions.join('\n')}\n` })
    const [tip, ...objects] = parseBatch(bytes, questions.length)
    if (!tip) return clone.fail('branch-missing', '')
    const found = new Map(wanted.map((path, index) => [path, objects[index]]))
    const nodes = new Map<string, TreeNode>()
    for (const path of paths) {
      const object = found.get(path)
      const mode = path === '' ? '040000' : modeIn(found.get(parentOf(path)), path)
      if (mode !== undefined) this.#modes.set(path, mode)
      if (object) nodes.set(path, nodeOf(object, mode))
      else if (mode === '160000') nodes.set(path, { kind: 'submodule' })
    }
    return { tip: tip.id, nodes }
  }

  async #makeCommit(clone: Clone, tip: string, change: Change): Promise<string> {
    const files = [...change.files].map(
      ([path, text]) => [path, { text, mode: this.#modes.get(path) ?? '100644' }] as const,
    )
    const stream = fastImportStream('refs/deploy/next', {
      parent: tip,
      message: change.message,
      author: change.author,
      files: new Map(files),
      time: new Date(),
    })
    const result = await clone.git(['fast-import', '--quiet', '--force', '--done'], { input: stream })
    const commit = result.stdout.trim()
    if (result.exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) {
      throw new Error(`git fast-import made no commit: ${result.stderr}`)
    }
    return commit
  }

  async #opened(): Promise<Clone> {
    if (!this.#clone) throw new Error('the config repository is used before it was read')
    return this.#clone
  }
}

interface UnclearPush {
  readonly commit: string
  readonly tip: string
  readonly result: CommandResult
  readonly outcome: Extract<PushOutcome, { kind: 'lost' | 'unsure' | 'unanswered' }>
}

function modeIn(parent: BatchObject, path: string): string | undefined {
  if (parent?.type !== 'tree') return undefined
  const name = path.slice(path.lastIndexOf('/') + 1)
  return parseTree(parent.content, parent.id.length / 2).find((entry) => entry.name === name)?.mode
}
