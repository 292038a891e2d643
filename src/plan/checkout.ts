import type { Problem } from '../errors.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { Source } from '../source/source.ts'

export interface CheckoutVerdict {
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

const NOTHING: CheckoutVerdict = { warnings: [], notices: [] }

/** What is to be said of the checkouts that are built: whether they are what their commits say. */
export function judgeCheckout(inputs: Inputs, source: Source, problems: Problem[]): CheckoutVerdict {
  if (inputs.build === 'never') return NOTHING
  const contexts = [...new Set(inputs.images.map(({ build }) => build.context))]
  const unread = contexts.filter((context) => !source.checkouts.has(context))
  const checkouts = new Set(source.checkouts.values())
  const modified = [...checkouts].flatMap((checkout) => checkout.modified)
  const read = unread.length === 0 ? NOTHING : judgeUnread(unread, inputs, problems)
  const clean = modified.length === 0 ? NOTHING : judgeModified(modified, inputs, problems)
  return { warnings: clean.warnings, notices: read.notices }
}

function judgeUnread(contexts: readonly string[], inputs: Inputs, problems: Problem[]): CheckoutVerdict {
  const where = contexts.length === 1 ? 'the build context' : `the build contexts ${contexts.join(', ')}`
  if (!inputs.requireClean) {
    const notice = `git could not read a repository at ${where}: the tag is taken from GITHUB_SHA, unchecked.`
    return { warnings: [], notices: [notice] }
  }
  problems.push({
    code: 'CHECKOUT_MODIFIED',
    inputs: ['require-clean'],
    message: `require-clean is set, but git could not read a repository at ${where}`,
    hint: 'Run actions/checkout before this step and have git on the runner, or set require-clean: false.',
  })
  return NOTHING
}

function judgeModified(modified: readonly string[], inputs: Inputs, problems: Problem[]): CheckoutVerdict {
  const more = modified.length > 5 ? ` and ${modified.length - 5} more` : ''
  const message = `The checkout is modified, so the image is not what the commit says: ${modified.slice(0, 5).join(', ')}${more}`
  if (!inputs.requireClean) return { warnings: [message], notices: [] }
  problems.push({
    code: 'CHECKOUT_MODIFIED',
    inputs: ['require-clean'],
    message,
    hint: 'Commit the change, write generated files to ignored paths, or set require-clean: false.',
  })
  return NOTHING
}
