import { appendFile, chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { git, tryGit } from './git.ts'
import { type CommitRequest, importCommits } from './git-import.ts'

export type { CommitRequest } from './git-import.ts'

export type Files = Record<string, string>

export interface Commit {
  sha: string
  parents: string[]
  author: string
  committer: string
  message: string
}

export const bareDirectory = (root: string, repository: string): string => join(root, `${repository}.git`)

/** A bare repository with these commits, oldest first; returns their names. */
export async function createRepository(
  root: string,
  repository: string,
  { commits, branch = 'main' }: { commits: Omit<CommitRequest, 'branch'>[]; branch?: string },
): Promise<string[]> {
  const cwd = bareDirectory(root, repository)
  await mkdir(cwd, { recursive: true })
  await git(['init', '-q', '--bare', '--template=', `--initial-branch=${branch}`], { cwd })
  // As GitHub answers: any commit may be fetched by its name, and partial clones are served.
  await appendFile(join(cwd, 'config'), '[uploadpack]\n\tallowAnySHA1InWant = true\n\tallowFilter = true\n')
  return importCommits(cwd, { commits, branch })
}

/** Commits on top of a branch of a bare repository, or begins it, without a work tree. */
export async function commitTo(cwd: string, request: CommitRequest): Promise<string> {
  const branch = request.branch ?? (await defaultBranch(cwd))
  const parent = await tryGit(['rev-parse', '-q', '--verify', `refs/heads/${branch}`], { cwd })
  const [sha = ''] = await importCommits(cwd, { commits: [request], branch, parent })
  return sha
}

export const defaultBranch = (cwd: string): Promise<string> =>
  git(['symbolic-ref', '--short', 'HEAD'], { cwd })

/** The exact bytes of a file, final newline included; undefined where there is none. */
export async function fileAt(cwd: string, ref: string, path: string): Promise<string | undefined> {
  const listed = await tryGit(['cat-file', '-s', `${ref}:${path}`], { cwd })
  if (listed === undefined) return undefined
  const content = await git(['cat-file', 'blob', `${ref}:${path}`], { cwd })
  return Number(listed) > Buffer.byteLength(content) ? `${content}\n` : content
}

const FIELDS = ['%H', '%P', '%an <%ae>', '%cn <%ce>', '%B'].join('%x1f')

/** Newest first. */
export async function logOf(cwd: string, ref = 'HEAD'): Promise<Commit[]> {
  const text = await git(['log', `--format=${FIELDS}%x1e`, ref], { cwd })
  return text
    .split('\x1e')
    .filter((entry) => entry.trim() !== '')
    .map((entry) => {
      const [sha = '', parents = '', author = '', committer = '', message = ''] = entry
        .trimStart()
        .split('\x1f')
      return {
        sha,
        parents: parents.split(' ').filter(Boolean),
        author,
        committer,
        message: message.trimEnd(),
      }
    })
}

export type HookName = 'pre-receive' | 'update'

/** A hook that refuses every push with these lines; `undefined` takes it away. */
export async function refusePushes(cwd: string, hook: HookName, lines: string[] | undefined): Promise<void> {
  const path = join(cwd, 'hooks', hook)
  if (!lines) return rm(path, { force: true })
  await mkdir(join(cwd, 'hooks'), { recursive: true })
  await writeFile(path, ['#!/bin/sh', "cat >&2 <<'REFUSAL'", ...lines, 'REFUSAL', 'exit 1', ''].join('\n'))
  await chmod(path, 0o755)
}

export const PROTECTED_BRANCH = [
  'error: GH006: Protected branch update failed for refs/heads/main.',
  'error: Changes must be made through a pull request.',
]

export const RULE_VIOLATION = [
  'error: GH013: Repository rule violations found for refs/heads/main.',
  '',
  '- Changes must be made through a pull request.',
  '',
  '- Commits must have verified signatures.',
]
