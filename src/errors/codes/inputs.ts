/** The codes of inputs, and of what a plan refuses. */
export const INPUTS_CODES = {
  INPUT_INVALID: 'An input has a value that cannot be used.',
  INPUT_REQUIRED: 'An input that this run needs is empty.',
  TAG_MUTABLE: 'The tag could point to another image tomorrow, so it cannot say what is deployed.',
  TAG_COMMIT_MISMATCH: 'The tag names another commit than the one that would be built.',
  ACCOUNT_MISMATCH: 'Two places name different AWS accounts, regions or partitions.',
  CHECKOUT_INCOMPLETE: 'Files of the commit that the image is built from are not in the checkout.',
  CHECKOUT_MODIFIED: 'Tracked files differ from the commit, and require-clean is set.',
} as const
