import { existsSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isExhausted } from '../../errors/unforeseen.ts'
import type { CommandOptions, CommandResult } from '../../runner/command.ts'
import type { Environment } from '../../runner/environment.ts'
import { askGit, runGit } from '../../runner/git.ts'
import { NO_PROGRAMS, NO_PROMPTS_OR_TRACES } from '../../runner/git-settings.ts'
import { readRegular } from '../../runner/regular-file.ts'
import { type GitFolders, gitFoldersOf, repositoryAbove } from './folders.ts'
import { type Indexed, readIndex, readListing } from './index-file.ts'
import { keptSettings } from './kept-settings.ts'

const SETTINGS = [...NO_PROGRAMS, ['safe.bareRepository', 'explicit'] as const]

const ENVIRONMENT = {
  ...NO_PROMPTS_OR_TRACES,
  // No transport at all, whatever is configured for it (git, "GIT_ALLOW_PROTOCOL"); the first is known since 2.45.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: '',
  GIT_OPTIONAL_LOCKS: '0',
  // Nothing that was put into the checkout later may change its history.
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
}

/** What git finds in the common folder besides the settings, the hooks and what only commands that write need. */
const SHARED = ['info', 'lfs', 'objects', 'packed-refs', 'refs', 'reftable', 'shallow']

/** The names of modified files, or of those that a history has changed: every file of a large repository may be one. */
const MOST_OUTPUT = 256 * 1024 * 1024

/** Of a checkout of any size git answers in seconds; one that is made to wait would wait for ever. */
const TIME_LIMIT_MS = 120_000

/** Larger than any that was written by a tool. */
const MOST_SETTINGS = 1 << 20

/** Of several million files. */
const MOST_INDEX = 512 * 1024 * 1024

/** What git is asked about a checkout with. */
export interface Asking {
  /** A private folder. */
  readonly scratch: string
  readonly environment: Pick<Environment, 'forChild'>
  readonly signal?: AbortSignal
}

/** `env` is what git gets beside the environment of every child. */
type AskOptions = Omit<Partial<CommandOptions>, 'cwd'>

/**
 * A repository with a work tree, and the only way to ask git about it. Whoever fills a checkout can put files there
 * that make git run programs: a bare repository in a folder, found before the one above it, or settings in `.git`. So
 * git looks for no repository itself, and reads the settings of this one from a copy that holds none of that kind:
 * GIT_COMMON_DIR leads to a private folder, whose other entries are links to the real ones.
 */
export class Repository {
  readonly root: string
  readonly #folders: GitFolders
  readonly #asking: Asking
  /** What comes before the command of git. */
  readonly options: readonly string[]
  #env: NodeJS.ProcessEnv | undefined

  private constructor(root: string, folders: GitFolders, asking: Asking) {
    this.root = root
    this.#folders = folders
    this.#asking = asking
    const settings = SETTINGS.flatMap(([key, value]) => ['-c', `${key}=${value}`])
    this.options = [`--git-dir=${folders.own}`, `--work-tree=${root}`, ...settings]
  }

  /** The variables that belong to them. A repository that nothing is asked of needs no private folder. */
  get env(): NodeJS.ProcessEnv {
    this.#env ??= { ...ENVIRONMENT, GIT_COMMON_DIR: commonView(this.#folders, this.#asking.scratch) }
    return this.#env
  }

  /** The one that the folder lies in; undefined where there is none, or `.git` leads nowhere that it should. */
  static around(folder: string, asking: Asking): Repository | undefined {
    const root = repositoryAbove(folder)
    const folders = root === undefined ? undefined : gitFoldersOf(root)
    return root === undefined || !folders ? undefined : new Repository(root, folders, asking)
  }

  /** Neither shallow nor a worktree or submodule, whose history may be elsewhere. */
  get isWhole(): boolean {
    return (
      statSync(join(this.root, '.git')).isDirectory() && !existsSync(join(this.#folders.common, 'shallow'))
    )
  }

  /** Attributes of this clone alone (gitattributes). */
  get attributesFile(): string {
    return join(this.#folders.common, 'info', 'attributes')
  }

  /** What the index says; undefined where git could not read it either. */
  async indexed(signal: AbortSignal | undefined): Promise<Indexed | undefined> {
    const content = readRegular(join(this.#folders.own, 'index'), MOST_INDEX)
    const read = typeof content === 'string' ? undefined : readIndex(content)
    if (read || content === 'missing') return read
    const { exitCode, stdout } = await this.ask(['ls-files', '-z', '-t', '--stage'], { signal })
    return exitCode === 0 ? readListing(stdout) : undefined
  }

  ask(command: readonly string[], options: AskOptions = {}): Promise<CommandResult> {
    return askGit([...this.options, ...command], this.#withLimits(options))
  }

  /** The same for a command that looks at the files: those that git-lfs holds are read by a filter. */
  askOfFiles(command: readonly string[], options: AskOptions = {}): Promise<CommandResult> {
    return runGit([...this.options, ...command], this.#withLimits(options))
  }

  #withLimits(options: AskOptions): CommandOptions {
    const env = this.#asking.environment.forChild({ ...this.env, ...options.env })
    return { mostOutput: MOST_OUTPUT, timeoutMs: TIME_LIMIT_MS, ...options, env, cwd: this.root }
  }
}

function commonView({ own, common }: GitFolders, scratch: string): string {
  const view = mkdtempSync(join(scratch, 'repository-'))
  const kept = keptSettings(settingsIn(join(common, 'config')), settingsIn(join(own, 'config.worktree')))
  writeFileSync(join(view, 'config'), kept)
  for (const name of SHARED) {
    const real = `${common}/${name}`
    if (existsSync(real)) symlinkSync(real, `${view}/${name}`)
  }
  return view
}

function settingsIn(file: string): string {
  try {
    const state = statSync(file)
    return state.isFile() && state.size <= MOST_SETTINGS ? readFileSync(file, 'utf8') : ''
  } catch (error) {
    if (isExhausted(error)) throw error
    return ''
  }
}
