import type { HelpCase } from './help.ts'

/** What people look for that is no error of this step. */
export const WITHOUT_CODE: readonly HelpCase[] = [
  {
    when: 'A later step fails with `Could not load credentials from any providers`, `Unable to locate credentials` or `no basic auth credentials`. This step keeps its credentials to itself and leaves no login behind.',
    change:
      'Give that step credentials of its own (aws-actions/configure-aws-credentials, aws-actions/amazon-ecr-login).',
  },
  {
    when: "`Skip output 'image' since it may contain secret`: another step has masked the account ID or the word `AWS`. This one masks neither.",
    change:
      'Set `mask-aws-account-id` of configure-aws-credentials to false, or remove the secret that holds the account ID.',
  },
  {
    when: '`WARNING! Your password will be stored unencrypted` or `Error saving credentials: not implemented` come from `docker login`, which this step does not call.',
    change: 'Remove the login step, unless something else needs it.',
  },
  {
    when: 'The run is green and nothing was deployed. The output `result` says why: `superseded`, `held`, `built` or `checked`.',
    change: 'See the summary of the job, and "Which runs do what" in the README.',
  },
  {
    when: 'A job is shown as cancelled though nobody cancelled it: GitHub keeps one pending run per concurrency group.',
    change: 'Nothing: the newer run contains the older commit.',
  },
]
