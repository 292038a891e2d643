import type { Help } from './help.ts'
import { createProvider } from './identity-examples.ts'

/** The errors of AssumeRole and AssumeRoleWithWebIdentity besides AccessDenied (STS API reference). */
export const STS_CASES = {
  knownAs: [
    'InvalidIdentityToken',
    'No OpenIDConnect provider found in your account',
    'Incorrect token audience',
    "Couldn't retrieve verification key from your identity provider",
    'ExpiredTokenException',
    'IDPRejectedClaim',
    'IDPCommunicationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role',
    'PackedPolicyTooLarge',
    'MalformedPolicyDocument',
    'RegionDisabledException',
  ],
  cases: [
    {
      when: '`InvalidIdentityToken: No OpenIDConnect provider found`: the account of the role does not know the issuer. GitHub Enterprise Server and ghe.com have issuers of their own.',
      change: 'Create the provider once in that account.',
      example: createProvider,
    },
    {
      when: '`InvalidIdentityToken: Incorrect token audience` or `IDPRejectedClaim`: the provider does not list the audience.',
      change:
        'Add it to the client IDs of the provider, or set `audience` to one that it lists. The default is `sts.amazonaws.com`, in China `sts.amazonaws.com.cn`.',
    },
    {
      when: "`Couldn't retrieve verification key` or `IDPCommunicationError`: STS could not ask the issuer for its keys.",
      change:
        'Run the job again. If the issuer is not open to the internet, set `aws-credentials: ambient` on a runner that has a role.',
    },
    {
      when: '`ExpiredTokenException`: the token had ended. Each attempt has a new one, so the clock of the runner or of the server is wrong.',
      change: 'Set the clock.',
    },
    {
      when: '`ValidationError` about `DurationSeconds`: more than the role allows, or more than 3600 for a role that is assumed with the session of another role.',
      change:
        'Lower `role-duration-seconds`, or raise the maximum session duration of the role. Long builds do not need it: the session is renewed when it ends.',
    },
    {
      when: '`ValidationError` about `RoleSessionName`: 2 to 64 letters, digits and `_+=,.@-`.',
      change: 'Leave `role-session-name` empty: the derived one is always valid.',
    },
    {
      when: '`PackedPolicyTooLarge`: session policy and session tags together are too long.',
      change: 'Reduce the session tags of the role.',
    },
    {
      when: '`RegionDisabledException`: STS is not active in that region of the account.',
      change: 'Activate it (IAM, Account settings), or use another `aws-region`.',
    },
    {
      when: '`MalformedPolicyDocument`: the session policy is made by this action.',
      change: 'Report it.',
    },
  ],
} as const satisfies Help
