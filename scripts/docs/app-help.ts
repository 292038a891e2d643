import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Help } from './help.ts'

export const APP_HELP = {
  APP_NOT_INSTALLED: {
    knownAs: [
      'There is at least one repository that does not exist or is not accessible to the parent installation',
    ],
    cases: [
      {
        when: 'The App is not installed on the owner of the config repository.',
        change: 'Open the page in the message, and install it there for that repository.',
      },
      {
        when: 'It is installed for other repositories of that owner, or the repository was renamed.',
        change:
          'Add the repository under "Repository access" of the installation, or correct `config-repository`.',
      },
    ],
  },
  APP_SUSPENDED: {
    knownAs: ['This installation has been suspended'],
    cases: [
      {
        when: 'An owner, or the App itself, has suspended the installation.',
        change: 'Have an owner choose "Unsuspend" on the page in the message.',
      },
    ],
  },
  APP_PERMISSION_MISSING: {
    knownAs: ['The permissions requested are not granted to this installation'],
    cases: [
      {
        when: 'The App never asked for "Contents: Read and write".',
        change:
          'Give it that under "Permissions & events", and accept the request on the page of the installation.',
      },
      {
        when: 'The App asks for it, and nobody has accepted that for this owner.',
        change: 'Open the page of the installation, and choose "Review request".',
      },
    ],
  },
  APP_KEY_REFUSED: {
    knownAs: [
      'A JSON web token could not be decoded',
      'Integration not found',
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      "'Expiration time' claim ('exp') is too far in the future",
    ],
    cases: [
      {
        when: 'Id and key are of two Apps, or the key was deleted on the page of the App.',
        change:
          'Compare `config-app-id` and the fingerprint of the key with that page; generate another key if it is not there.',
      },
      {
        when: 'The key in KMS is not the one of the App: it was made there instead of imported.',
        change: 'Import the key that GitHub gave ([setup.md](setup.md#key-of-a-github-app-in-kms)).',
      },
      {
        when: 'The clock of the runner is wrong.',
        change: 'Set it (NTP).',
      },
    ],
  },
  APP_TOKEN_FAILED: {
    cases: [
      {
        when: 'The API of GitHub could not be reached, is limited or down.',
        change: 'Run the job again: images that were pushed are reused.',
      },
    ],
  },
  KMS_DENIED: {
    knownAs: ['is not authorized to perform: kms:Sign'],
    cases: [
      {
        when: 'The role may not sign with the key.',
        change:
          'Add the statement in the message to the role. Where the key policy does not let IAM policies decide, name the role there, too.',
      },
      {
        when: 'The key is in another account.',
        change: 'Both must allow it: the key policy there, and a statement of the role here.',
      },
    ],
  },
  KMS_KEY_UNUSABLE: {
    knownAs: ['is pending import', 'is pending deletion', 'is disabled'],
    cases: [
      {
        when: 'The key does not exist in that region, or the alias leads nowhere.',
        change: 'Set `config-app-kms-key` to the ARN that the console of KMS shows.',
      },
      {
        when: 'The key is no RSA key for `SIGN_VERIFY`.',
        change:
          'Make one with origin `EXTERNAL`, `RSA_2048` and `SIGN_VERIFY`, and import the key of the App.',
      },
      {
        when: 'The key is disabled, waits for its material, or for its deletion.',
        change: 'Enable it, import the material, or cancel the deletion.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
