/** Begins every mark of this step in the text of a pull request, as a comment that no reader sees. */
export const OURS = '<!-- ecr-gitops-deploy '

/** In the text of each one that this step has written. */
export const MARK = `${OURS}{} -->`
