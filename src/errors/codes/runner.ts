/** The codes of the runner, and of the run as a whole. */
export const RUNNER_CODES = {
  RUNNER_DISK: 'The disk of the runner is full, or this step may not write its temporary files.',
  RUNNER_LIMIT: 'The runner has no more open files, processes or memory for this step.',
  PROXY_UNUSABLE: 'The proxy of the runner cannot be used, or lets no request of this step through.',
  CANCELLED: 'The run was cancelled.',
  INTERNAL: 'A defect of this action.',
} as const
