/** The codes of overlays as files. */
export const OVERLAY_CODES = {
  OVERLAY_MISSING: 'An overlay or file of the config repository does not exist.',
  OVERLAY_INVALID:
    'An overlay or file cannot be used: its path leaves the repository, or it is not one plain file.',
} as const

/** The codes of the config repository. */
export const CONFIG_CODES = {
  CONFIG_NOT_FOUND: 'The config repository does not exist, or the credential may not see it.',
  CONFIG_MOVED:
    'The server of the config repository redirects to another place, and no credential is taken there.',
  CONFIG_TOO_LARGE: 'The config repository holds more than this step reads.',
  CONFIG_BRANCH_MISSING: 'The branch of the config repository does not exist.',
  CONFIG_DENIED: 'The credential of the config repository was refused.',
  CONFIG_REFUSED: 'The config repository refused the commit: a protected branch, a rule or a hook.',
  CONFIG_UNREACHABLE: 'The config repository could not be reached.',
  CONFIG_CONTENTION:
    'The commit did not land before the time budget ended (other writers kept moving the branch, or the git host kept failing), or another writer made an image needed that this run had left alone.',
} as const
