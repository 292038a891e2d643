import { APP, type Descriptions, JOB_TOKEN, nameOf, type Refused } from './described.ts'

/** What is asked with does not do. */
export function ofCredential({ label, input }: Refused) {
  const repository = `config-repository ${label}`
  return {
    'bad-token': {
      code: 'CONFIG_DENIED',
      what: `${repository} refused the credential`,
      hint:
        input === APP
          ? `Run the job again: the token that was made for ${APP} is not known any more. If it stays, look whether the App is still installed on ${label}.`
          : `Check ${input}: it must not be expired or revoked, and must be of this GitHub.`,
    },
    saml: {
      code: 'CONFIG_DENIED',
      what: `${repository} is of an organization that demands single sign-on`,
      hint: `Authorize ${input} for the organization (Settings, Developer settings, Personal access tokens, Configure SSO), or use the token of a GitHub App, which needs none.`,
    },
    'ip-list': {
      code: 'CONFIG_DENIED',
      what: `${repository} takes no requests from the address of this runner`,
      hint: 'Add the address of the runner to the IP allow list of the organization, or run the job on a runner whose address is on it.',
    },
    'not-allowed': {
      code: 'CONFIG_DENIED',
      what: `${repository} refused the credential`,
      hint: allowed(input, label),
    },
    'not-found': {
      code: 'CONFIG_NOT_FOUND',
      what: `${repository} was not found`,
      hint: `Check the spelling of config-repository; GitHub answers the same when ${nameOf(input)} may not see it: ${SEEN[input] ?? CHOSEN}.`,
    },
  } as const satisfies Descriptions
}

const SEEN: Readonly<Record<string, string>> = {
  [APP]: 'install it on that repository, or add the repository to its installation',
  [JOB_TOKEN]: 'the token of the job sees its own repository alone',
}
const CHOSEN =
  'install the App on that repository, or choose it for the token. The token of the job sees its own repository alone'

function allowed(input: string, label: string): string {
  if (input === APP)
    return `Give the App of ${APP} the permission Contents: read and write (settings of the App, Permissions), and have it accepted by whoever installed it for ${label}.`
  if (input === JOB_TOKEN)
    return `Give the job "permissions: contents: write": github-token commits to ${label}, the repository of this run.`
  return `Give ${input} contents: write on ${label}: for an App under its Permissions, accepted by whoever installed it; for a fine-grained token under Repository permissions; the token of the job can write to its own repository alone, with "permissions: contents: write".`
}
