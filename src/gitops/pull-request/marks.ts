/** Begins every mark of this step in the text of a pull request, as a comment that no reader sees. */
const OURS = '<!-- ecr-gitops-deploy '

/** In the text of each one that this step has written. */
export const MARK = `${OURS}{} -->`

/** In the text of one that this step has closed: that no person did it, only this says. */
const WITHDRAWN = `${OURS}withdrawn -->`

export const hasMark = (body: string): boolean => body.includes(OURS)

export const isWithdrawn = (body: string): boolean => body.includes(WITHDRAWN)

/** GitHub takes no longer text, and people may have filled it; half a character is none. */
const MOST = 65_536

export const withdrawn = (body: string): string => `${WITHDRAWN}\n${body}`.slice(0, MOST).toWellFormed()

/** For a text that has no mark of its own. */
export const oursBody = (body: string): string => `${MARK}\n${body}`

/** The text is about these tags. */
export const isSaid = (body: string, tags: readonly string[]): boolean =>
  tags.every((tag) => body.includes(tag))
