import type { Problem } from '../../../errors/errors.ts'
import type { ImagePlan } from '../../../plan/image.ts'
import { isOwnRepository, type Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'

export interface CheckoutVerdict {
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

/** What is to be said of the checkouts that are built: whether they are what their commits say. */
export function judgeCheckout(inputs: Inputs, source: Source, problems: Problem[]): CheckoutVerdict {
  if (inputs.build === 'never') return { warnings: [], notices: [] }
  const contexts = [...new Set(inputs.images.map(({ build }) => build.context))]
  const unread = contexts.filter((context) => !source.checkouts.has(context))
  const checkouts = new Set(source.checkouts.values())
  const modified = [...checkouts].flatMap((checkout) => checkout.modified)
  return {
    warnings: modified.length === 0 ? [] : judgeModified(modified, inputs, problems),
    notices: unread.length === 0 ? [] : judgeUnread(unread, inputs, problems),
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

function judgeUnread(contexts: readonly string[], inputs: Inputs, problems: Problem[]): readonly string[] {
  const where = contexts.length === 1 ? 'the build context' : `the build contexts ${contexts.join(', ')}`
  if (!inputs.requireClean) {
    return [`git could not read a repository at ${where}: the tag is taken from GITHUB_SHA, unchecked.`]
  }
  problems.push({
    code: 'CHECKOUT_MODIFIED',
    inputs: ['require-clean'],
    message: `require-clean is set, but git could not read a repository at ${where}`,
    hint: 'Run actions/checkout before this step and have git on the runner, or set require-clean: false.',
  })
  return []
}

function judgeModified(modified: readonly string[], inputs: Inputs, problems: Problem[]): readonly string[] {
  const more = modified.length > 5 ? ` and ${modified.length - 5} more` : ''
  const message = `The checkout is modified, so the image is not what the commit says: ${modified.slice(0, 5).join(', ')}${more}`
  if (!inputs.requireClean) return [message]
  problems.push({
    code: 'CHECKOUT_MODIFIED',
    inputs: ['require-clean'],
    message,
    hint: 'Commit the change, write generated files to ignored paths, or set require-clean: false.',
  })
  return []
}
