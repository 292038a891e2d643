/** The codes of the order of deploys. */
export const ORDER_CODES = {
  ORDER_UNKNOWN: 'It could not be found out whether the deployed commit is older or newer than this one.',
  ORDER_STALE: 'A newer commit is deployed already, and on-stale is fail.',
  ORDER_DIVERGED: 'Neither of the deployed commit and this commit contains the other.',
} as const

/** The codes of a delivery by pull request. */
export const PULL_REQUEST_CODES = {
  PULL_REQUEST_BRANCH: "The branch that the pull request would be made of is somebody else's.",
  PULL_REQUEST_REFUSED: 'GitHub did not take the pull request.',
} as const
