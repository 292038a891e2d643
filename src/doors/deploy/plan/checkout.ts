import type { Problem } from '../../../errors/errors.ts'
import type { ImagePlan } from '../../../plan/image.ts'
import { isOwnRepository, type Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'
import { judgeUnfetched, type Lack, some } from './unfetched.ts'

interface CheckoutVerdict {
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

/** What is to be said of the checkouts that are built: whether they are what their commits say. */
export function judgeCheckout(inputs: Inputs, source: Source): CheckoutVerdict {
  if (inputs.build === 'never') return { problems: [], warnings: [], notices: [] }
  const contexts = [...new Set(inputs.images.map(({ build }) => build.context))]
  const unread = contexts.filter((context) => !source.checkouts.has(context))
  const checkouts = new Set(source.checkouts.values())
  const modified = [...checkouts].flatMap((checkout) => checkout.modified)
  const changes = modified.length === 0 ? [] : [modifiedText(modified)]
  const { problems, lacks, leftOut } = judgeUnfetched(source.unfetched)
  const said = (lack: Lack) => `${lack.message} ${lack.hint}`
  if (!inputs.requireClean) {
    const warnings = [
      ...changes.map((text) => `${text}. Set require-clean: true to refuse such a checkout.`),
      ...lacks.map(said),
    ]
    return { problems, warnings, notices: [...unreadNotices(unread), ...leftOut.map(said)] }
  }
  const refused = [...lacks, ...leftOut].map(lackProblem)
  return {
    problems: [...problems, ...changes.map(modifiedProblem), ...refused, ...unreadProblems(unread)],
    warnings: [],
    notices: [],
  }
}

/** A run that checks out by hand, as on a slash command, deploys what its own page does not name. */
export function otherCommits(images: readonly ImagePlan[], source: Source): readonly string[] {
  const others = images.flatMap(({ name, build, sourceRepository }) => {
    const head = build && source.checkouts.get(build.context)?.head
    const isOther = head !== undefined && head !== source.sha && isOwnRepository(sourceRepository, source)
    return isOther ? [{ name, head }] : []
  })
  return [...new Set(others.map(({ head }) => head))].map((head) => {
    const names = others.filter((other) => other.head === head).map(({ name }) => name)
    return `The checkout is at commit ${head}, and this run is of commit ${source.sha}: what is built and deployed (${names.join(', ')}) is ${head}.`
  })
}

function unreadPlaces(contexts: readonly string[]): readonly string[] {
  if (contexts.length === 0) return []
  return [contexts.length === 1 ? 'the build context' : `the build contexts ${contexts.join(', ')}`]
}

const unreadNotices = (contexts: readonly string[]): readonly string[] =>
  unreadPlaces(contexts).map(
    (where) => `git could not read a repository at ${where}: the tag is taken from GITHUB_SHA, unchecked.`,
  )

const unreadProblems = (contexts: readonly string[]): readonly Problem[] =>
  unreadPlaces(contexts).map((where) => ({
    code: 'CHECKOUT_MODIFIED',
    inputs: ['require-clean'],
    message: `require-clean is set, but git could not read a repository at ${where}`,
    hint: 'Run actions/checkout before this step and have git on the runner, or set require-clean: false.',
  }))

function modifiedText(modified: readonly string[]): string {
  return `The checkout is modified, so the image is not what the commit says: ${some(modified)}`
}

const lackProblem = ({ message, hint }: Lack): Problem => ({
  code: 'CHECKOUT_INCOMPLETE',
  inputs: ['require-clean'],
  message,
  hint: `${hint} Or set require-clean: false.`,
})

const modifiedProblem = (message: string): Problem => ({
  code: 'CHECKOUT_MODIFIED',
  inputs: ['require-clean'],
  message,
  hint: 'Commit the change, write generated files to ignored paths, or set require-clean: false.',
})
