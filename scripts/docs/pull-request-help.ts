import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Help } from './help.ts'

export const PULL_REQUEST_HELP = {
  PULL_REQUEST_BRANCH: {
    cases: [
      {
        when: 'A branch by the name that the pull request would have holds commits which this step did not make for these images.',
        change:
          'Rename or delete that branch, or give the pull request another one: `pull-request: {branch: ...}`.',
      },
      {
        when: '`pull-request.branch` is the branch that the pull request is to be merged into, or one that is deployed to directly.',
        change: 'Give `pull-request.branch` a name that nothing else uses, or leave it out.',
      },
    ],
  },
  PULL_REQUEST_REFUSED: {
    knownAs: ['Resource not accessible by integration', 'GitHub Actions is not permitted to create'],
    cases: [
      {
        when: 'The credential may write contents, but no pull requests.',
        change:
          'Give the token, or the App and its installation, `pull_requests: write` on the config repository; for `GITHUB_TOKEN`: `permissions: pull-requests: write` in the job.',
      },
      {
        when: 'The repository does not let GitHub Actions open pull requests.',
        change:
          'Allow it in Settings, Actions, General, "Allow GitHub Actions to create and approve pull requests", or use the token of an App.',
      },
      {
        when: 'The API of GitHub is down, or limits the requests of the token.',
        change: 'Run the job again: it finds its branch, and opens the pull request.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
