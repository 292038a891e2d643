import type { Problem } from '../../../errors/errors.ts'
import type { Unfetched } from '../../../source/source.ts'

/** What an image is built without, and what brings it. */
export interface Lack {
  readonly message: string
  readonly hint: string
}

type By = Unfetched['by']

const WHAT: Readonly<Record<By, string>> = {
  lfs: 'The image is built from git-lfs pointers in the place of the files that they stand for',
  submodules: 'The image is built without submodules, whose folders are empty in the checkout',
  'submodules of submodules':
    'The image is built without submodules of submodules, whose folders are empty in the checkout',
  'sparse-checkout': 'The image is built without files of the commit that the sparse checkout leaves out',
  nothing:
    'The image is built without repositories that the commit names, whose folders are empty in the checkout, and .gitmodules does not say where they are',
}

const IGNORED = 'or put what the image does not need into .dockerignore.'

const HINTS: Readonly<Record<By, string>> = {
  lfs: `Set lfs: true on actions/checkout (or run "git lfs pull" before this step), ${IGNORED}`,
  submodules: `Set submodules: true on actions/checkout, with a token or ssh-key that may read them, ${IGNORED}`,
  'submodules of submodules': `Set submodules: recursive on actions/checkout, with a token or ssh-key that may read them, ${IGNORED}`,
  'sparse-checkout': `Add their folders to the input sparse-checkout of actions/checkout, ${IGNORED}`,
  nothing: `Add each with "git submodule add", or take it out with "git rm --cached" and add its files without its .git folder, ${IGNORED}`,
}

interface Verdict {
  /** Refused in any case: nothing of what is meant would be built, under the tag of another commit. */
  readonly problems: readonly Problem[]
  readonly lacks: readonly Lack[]
  /** Left out on purpose, maybe. */
  readonly leftOut: readonly Lack[]
}

export function judgeUnfetched(unfetched: readonly Unfetched[]): Verdict {
  const holding = unfetched.filter(({ holdsContext }) => holdsContext)
  const groups = Map.groupBy(
    unfetched.filter(({ holdsContext }) => !holdsContext),
    ({ by }) => by,
  )
  const lacks = [...groups].map(([by, parts]) => ({ by, lack: lackOf(by, parts) }))
  return {
    problems: holding.map(contextProblem),
    lacks: lacks.filter(({ by }) => by !== 'sparse-checkout').map(({ lack }) => lack),
    leftOut: lacks.filter(({ by }) => by === 'sparse-checkout').map(({ lack }) => lack),
  }
}

const lackOf = (by: By, parts: readonly Unfetched[]): Lack => ({
  message: `${WHAT[by]}: ${some(parts.map(({ path }) => path))}.`,
  hint: HINTS[by],
})

function contextProblem({ path, by }: Unfetched): Problem {
  return {
    code: 'CHECKOUT_INCOMPLETE',
    inputs: ['context'],
    message: `a build context lies in the submodule ${path}, which is not checked out: there is nothing to build, and its commit is not known`,
    hint: HINTS[by].replace(`, ${IGNORED}`, ', or correct the input context.'),
  }
}

const MOST_NAMED = 5

/** The first of them. */
export function some(paths: readonly string[]): string {
  const more = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : ''
  return `${paths.slice(0, MOST_NAMED).join(', ')}${more}`
}
