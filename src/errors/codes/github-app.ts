/** The codes of a GitHub App that writes to the config repository. */
export const GITHUB_APP_CODES = {
  APP_NOT_INSTALLED:
    'The GitHub App is not installed on the owner of the config repository, or not for that repository.',
  APP_SUSPENDED: 'The installation of the GitHub App is suspended.',
  APP_PERMISSION_MISSING: 'The GitHub App has not the permission that a commit takes.',
  APP_KEY_REFUSED: 'GitHub does not take the id, the key or the time of the GitHub App.',
  APP_TOKEN_FAILED: 'GitHub gave no token of the GitHub App.',
  KMS_DENIED: 'KMS refused to sign for the GitHub App.',
  KMS_KEY_UNUSABLE: 'The KMS key is not there, or cannot sign for a GitHub App.',
} as const
