/** GitHub docs, "Using secrets in GitHub Actions" and "Reuse workflows": what is not there is an empty text, and no error. */
export const EMPTY_SECRET =
  'A secret that the job cannot see is empty: one of an environment is seen only by a job with that environment, and a reusable workflow sees only what its caller passes (secrets: inherit).'
