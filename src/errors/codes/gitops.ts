/** The codes of the order of deploys. */
export const ORDER_CODES = {
  ORDER_UNKNOWN: 'It could not be found out whether the deployed commit is older or newer than this one.',
  ORDER_STALE: 'A newer commit is deployed already, and on-stale is fail.',
  ORDER_DIVERGED: 'Neither of the deployed commit and this commit contains the other.',
} as const
