import type { Problem } from '../../../errors/errors.ts'
import { commitIn } from '../../../names/tag.ts'
import { judgeTag } from './tags.ts'

interface Merge {
  readonly tags: readonly string[]
  /** What they are put together under. */
  readonly tag: string
  /** The commit of that tag, where one is known. */
  readonly commit: string | undefined
}

/** Whether tags of images that are put together can mean no others tomorrow, and all mean one commit. */
export function judgeMerge({ tags, tag, commit }: Merge): readonly Problem[] {
  const commits = tags.flatMap((part) => commitIn(part) ?? [])
  const wanted = commit ?? commits[0]
  return tags.flatMap((part) => {
    if (part === tag) return [itself(tag)]
    const named = commitIn(part)
    if (named !== undefined && named !== wanted) return [otherCommit(part, { tag, commit: wanted })]
    const { problems } = judgeTag({
      input: 'merge-tags',
      tag: part,
      commit: wanted ?? '',
      ref: '',
      refCommit: '',
      mustExist: true,
    })
    return problems.map((problem) => ({ ...problem, inputs: ['merge-tags'] }))
  })
}

const itself = (tag: string): Problem => ({
  code: 'INPUT_INVALID',
  inputs: ['merge-tags', 'tag'],
  message: `merge-tags names ${tag}, which is the tag of the image that is put together`,
  hint: `Give each image of merge-tags a tag of its own, such as \${{ github.sha }}-arm64, and the input tag one without a platform, such as \${{ github.sha }}.`,
})

const otherCommit = (part: string, { tag, commit }: Pick<Merge, 'tag' | 'commit'>): Problem => ({
  code: 'TAG_COMMIT_MISMATCH',
  inputs: ['merge-tags', 'tag'],
  message: `merge-tags names ${part}, which is not of commit ${commit}, as the image ${tag} is to be`,
  hint: 'Name in merge-tags images of one commit, and that commit in the input tag; what is built from several is no image of one.',
})
