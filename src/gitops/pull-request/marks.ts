/** Begins every mark of this step in the text of a pull request, as a comment that no reader sees. */
const OURS = '<!-- ecr-gitops-deploy '

/** In the text of each one that this step has written. */
export const MARK = `${OURS}{} -->`

/** In the text of one that this step has closed: that no person did it, only this says. */
const WITHDRAWN = `${OURS}withdrawn -->`

export const hasMark = (body: string): boolean => body.includes(OURS)

export const isWithdrawn = (body: string): boolean => body.includes(WITHDRAWN)

export const withdrawn = (body: string): string => `${WITHDRAWN}\n${body}`

/** For a text that has no mark of its own. */
export const oursBody = (body: string): string => `${MARK}\n${body}`

/** The text is about these tags. */
export const isSaid = (body: string, tags: readonly string[]): boolean =>
  tags.every((tag) => body.includes(tag))
