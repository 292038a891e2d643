import type { Descriptions, Refused } from './described.ts'

/** No answer that helps, whoever asks. */
export function ofServer({ label, input }: Refused) {
  const repository = `config-repository ${label}`
  return {
    limited: {
      code: 'CONFIG_UNREACHABLE',
      what: `${repository} was not asked, because GitHub limits ${input}`,
      hint: 'Run the job again after that time. A limit is of an App or a user, for all that they do: give deploys an App of their own, or set commit-via: git.',
    },
    unreachable: {
      code: 'CONFIG_UNREACHABLE',
      what: `${repository} could not be reached through GitHub's API`,
      hint: 'Run the job again; if it stays, look at the status of GitHub and at the network of the runner.',
    },
    'no-api': {
      code: 'CONFIG_UNREACHABLE',
      what: `what answers for ${repository} is no API of GitHub`,
      hint: 'Set commit-via: git, and check what the runner has in GITHUB_API_URL.',
    },
    'too-old': {
      code: 'CONFIG_REFUSED',
      what: `${repository} is on a server whose API does not have what this commit takes`,
      hint: 'Set commit-via: git, which every GitHub Enterprise Server takes, though without a signature of GitHub; or update that server.',
    },
    'too-large': {
      code: 'CONFIG_TOO_LARGE',
      what: `${repository} holds more than is read or written through GitHub's API`,
      hint: 'Set commit-via: git, or name fewer overlays in one step.',
    },
  } as const satisfies Descriptions
}
