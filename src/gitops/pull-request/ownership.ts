import type { SideBranch, SideCommit } from '../../config-repository/repository.ts'
import { cutLine } from '../../names/text.ts'
import type { WantedImage } from '../../plan/deployment.ts'

/** What a commit says that it deploys. */
interface DeployMark {
  /** `owner/name` of the service. */
  readonly source: string
  /** Of the image, with its host. */
  readonly repository: string
  /** The commit of the service, or the tag where that is not known. */
  readonly revision: string
}

/** Trailers of a commit of this step, none of any other one (`gitops/message/message.ts` writes them). */
function marksIn(message: string): readonly DeployMark[] {
  const paragraphs = message.trimEnd().split('\n\n')
  const last = paragraphs.findLast((paragraph) => !isSignOff(paragraph)) ?? ''
  const lines = last.split('\n').map(cutLine)
  const pairs = lines.map((line) => line.split(': ', 2) as [string, string | undefined])
  if (!pairs.some(([key]) => key === 'Correlation-Id')) return []
  const marks: DeployMark[] = []
  let [source, commit] = ['', '']
  for (const [key, value = ''] of pairs) {
    if (key === 'Source-Repository') [source, commit] = [value, '']
    if (key === 'Source-Commit') commit = value
    if (key === 'Image') marks.push(markOf(source, commit, value))
  }
  return marks
}

/** A server whose repository demands it puts one behind the message; whoever else does so becomes the committer. */
const isSignOff = (paragraph: string): boolean =>
  paragraph.split('\n').every((line) => line.startsWith('Signed-off-by: '))

function markOf(source: string, commit: string, image: string): DeployMark {
  const colon = image.lastIndexOf(':')
  return { source, repository: image.slice(0, colon), revision: commit || image.slice(colon + 1) }
}

type Deployed = Pick<WantedImage, 'repositoryUrl' | 'source' | 'commit' | 'tag'>

/** The message of a deploy of these images and no others. */
export function isMarked(message: string, images: readonly Deployed[]): boolean {
  const marks = marksIn(message)
  const isKnown = ({ source, repository }: DeployMark) =>
    images.some((image) => image.source.name === source && image.repositoryUrl === repository)
  return marks.length > 0 && marks.every(isKnown)
}

/** Every one of these images at its commit. */
export function proposes(message: string, images: readonly Deployed[]): boolean {
  const marks = marksIn(message)
  return images.every(({ repositoryUrl, commit, tag }) =>
    marks.some((mark) => mark.repository === repositoryUrl && mark.revision === (commit ?? tag)),
  )
}

/** GitHub is the committer of what its API makes; whoever changes such a commit becomes its committer. */
const GITHUB = 'noreply@github.com'

/** Whose a branch is, by the commits that the base has not. */
export interface Ownership {
  /** All of it may be made anew. */
  readonly ours: boolean
  /** It is for these images, whoever has added to it. */
  readonly known: boolean
}

export function ownershipOf(
  { commits }: SideBranch,
  images: readonly Deployed[],
  committer: string,
): Ownership {
  if (!commits) return { ours: false, known: false }
  const marked = commits.filter(({ message }) => isMarked(message, images))
  const isOwn = (one: SideCommit) => [committer, GITHUB].includes(one.committer.email)
  return {
    ours: marked.length === commits.length && marked.every(isOwn),
    known: marked.length > 0,
  }
}
