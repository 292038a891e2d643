import { aPullRequest } from '../unit/builders.ts'
import { burstFile, burstFiles } from './burst.ts'
import { git } from './git.ts'
import { type Files, fileAt } from './git-repositories.ts'
import { seededRandom } from './random.ts'
import type { WriterGround, WriterTask } from './writers.ts'

const NAME = 'service-000'
const OVERLAY = `apps/${NAME}`

/** The config repository of a service that deploys this commit. */
export const proposedFiles = (commit: string): Files =>
  burstFiles([{ id: '1', images: [{ name: NAME, overlays: [OVERLAY] }], commit }], commit)

/** Runs of one service, one for each of its commits, in an order that the seed makes; they come within that time. */
export function proposers(
  { apiUrl }: Pick<WriterGround, 'apiUrl'>,
  commits: readonly string[],
  { repository, withinMs, seed }: { repository: string; withinMs: number; seed: number },
): WriterTask[] {
  const random = seededRandom(seed)
  const pullRequest = aPullRequest({ repository, apiUrl })
  return commits
    .map((commit, index) => ({
      id: `${2000 + index}`,
      images: [{ name: NAME, overlays: [OVERLAY] }],
      commit,
      buildMs: random.below(withinMs),
      policies: { pullRequest },
    }))
    .toSorted((one, other) => one.buildMs - other.buildMs)
}

export interface Proposed {
  pulls: number
  open: number
  /** Besides the base. */
  branches: number
  /** What the open pull request would deploy. */
  tag: string | undefined
  /** Its title and its text say so. */
  isSaid: boolean
}

/** Judges by what the repository holds and the API lists, not by what the runs said. */
export async function judgeProposed(
  { apiUrl, githubToken }: WriterGround,
  repository: string,
  directory: string,
): Promise<Proposed> {
  const listed = await fetch(`${apiUrl}/repos/${repository}/pulls?state=all&per_page=100`, {
    headers: { authorization: `Bearer ${githubToken}` },
  })
  const pulls = (await listed.json()) as {
    state: string
    title: string
    body: string
    head: { ref: string }
  }[]
  const open = pulls.filter(({ state }) => state === 'open')
  const refs = await git(['for-each-ref', '--format=%(refname)', 'refs/heads'], { cwd: directory })
  const text = open[0] && (await fileAt(directory, open[0].head.ref, burstFile(OVERLAY)))
  const tag = /newTag: "?([0-9a-f]+)/.exec(text ?? '')?.[1]
  const said = tag?.slice(0, 7) ?? 'none'
  return {
    pulls: pulls.length,
    open: open.length,
    branches: refs.split('\n').length - 1,
    tag,
    isSaid: open.every(({ title, body }) => title.includes(said) && body.includes(said)),
  }
}
