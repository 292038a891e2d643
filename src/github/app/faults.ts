import { fail, type Problem } from '../../errors/errors.ts'
import { shownAddress } from '../../names/same-server.ts'
import { GithubFailure } from '../failure.ts'

/** Which App, and for which repository. */
export interface AppPlace {
  readonly id: string
  /** `https://github.com` */
  readonly serverUrl: string
  readonly owner: string
  readonly name: string
  /** The input that the key came from. */
  readonly keyInput: 'config-app-private-key' | 'config-app-kms-key'
}

/** What is known of an installation by then. */
export interface Found {
  /** What the App is called in addresses. */
  readonly slug: string | undefined
  /** Where its owner changes it. */
  readonly page: string | undefined
}

const label = ({ owner, name }: AppPlace): string => `${owner}/${name}`
const origin = ({ serverUrl }: AppPlace): string => new URL(serverUrl).origin

/** Where people manage what is installed; that of a person has no name in it. */
const installations = (place: AppPlace): string =>
  `${origin(place)}/organizations/${place.owner}/settings/installations (of a person: ${origin(place)}/settings/installations)`

export function notInstalled(place: AppPlace, { slug }: Found): Problem {
  const page = slug ? `${origin(place)}/apps/${slug}/installations/new` : installations(place)
  return {
    code: 'APP_NOT_INSTALLED',
    message: `the GitHub App ${slug ?? place.id} of config-app-id is not installed on ${place.owner}, the owner of config-repository`,
    hint: `Install it: open ${page}, choose ${place.owner}, and give it ${label(place)}. If it is installed there already, check the spelling of config-repository and config-app-id.`,
  }
}

export function repositoryMissing(place: AppPlace, { slug, page }: Found): Problem {
  return {
    code: 'APP_NOT_INSTALLED',
    message: `the GitHub App ${slug ?? place.id} of config-app-id is installed on ${place.owner}, but not for ${label(place)}`,
    hint: `Open ${page ?? installations(place)} and add ${place.name} under "Repository access"; or correct config-repository: the repository must be there under this name, also if it was renamed.`,
  }
}

export function suspended(place: AppPlace, { slug, page }: Found): Problem {
  return {
    code: 'APP_SUSPENDED',
    message: `the GitHub App ${slug ?? place.id} of config-app-id is suspended on ${place.owner}`,
    hint: `Have an owner of ${place.owner} open ${page ?? installations(place)} and choose "Unsuspend", once it is known why it was suspended.`,
  }
}

export function withoutPermission(
  place: AppPlace,
  missing: readonly string[],
  { slug, page }: Found,
): Problem {
  return {
    code: 'APP_PERMISSION_MISSING',
    message: `the GitHub App ${slug ?? place.id} of config-app-id has not the repository permission ${shownOf(missing)} on ${place.owner}`,
    hint: granting(place, { slug, page }),
  }
}

/** A warning: only an option needs it. */
export const withoutWish = (place: AppPlace, missing: readonly string[], found: Found): string =>
  `The GitHub App ${found.slug ?? place.id} of config-app-id has not the organization permission ${shownOf(missing)} on ${place.owner}, without which GitHub lets it ask no team to review (pull-request.team-reviewers). ${granting(place, found)}`

const granting = (place: AppPlace, { slug, page }: Found): string =>
  `Give it under "Permissions & events" of the App (${slug ? `${origin(place)}/apps/${slug}, "App settings"` : 'the settings of the App'}); then accept it for ${place.owner}: open ${page ?? installations(place)}, "Review request".`

const shownOf = (names: readonly string[]): string =>
  names.map((name) => `"${PERMISSIONS[name] ?? name}"`).join(' and ')

const PERMISSIONS: Readonly<Record<string, string>> = {
  contents: 'Contents: Read and write',
  pull_requests: 'Pull requests: Read and write',
  members: 'Members: Read-only',
}

export function keyRefused(place: AppPlace, said: string): Problem {
  return {
    code: 'APP_KEY_REFUSED',
    message: `GitHub does not take the key in ${place.keyInput} for the App ${place.id} of config-app-id: ${said}`,
    hint: `Open the page of the App (${origin(place)}/settings/apps, or ${origin(place)}/organizations/${place.owner}/settings/apps): "App ID" or "Client ID" must be what config-app-id says, and the key must be listed under "Private keys" by its fingerprint; openssl rsa -in key.pem -pubout -outform DER | openssl sha256 -binary | openssl base64 prints that of a file. A key that was deleted there is not taken any more: generate another one.`,
  }
}

export function noSuchApp(place: AppPlace): Problem {
  return {
    code: 'APP_KEY_REFUSED',
    message: `${new URL(place.serverUrl).host} has no GitHub App with the id ${place.id} of config-app-id`,
    hint: `Set config-app-id to the "App ID" or "Client ID" on the page of the App (${origin(place)}/settings/apps, or ${origin(place)}/organizations/${place.owner}/settings/apps); the number in the address of an installation is another one.`,
  }
}

export function clockRefused(place: AppPlace, said: string): Problem {
  return {
    code: 'APP_KEY_REFUSED',
    message: `GitHub does not take the time in the token of the App ${place.id}: ${said}`,
    hint: 'Set the clock of the runner (NTP). The step has tried once more with the time of GitHub, which was not taken either.',
  }
}

/** @throws StepError APP_TOKEN_FAILED, or what was thrown, where it is no answer of GitHub. */
export function failToken(place: AppPlace, error: unknown): never {
  if (!(error instanceof GithubFailure)) throw error
  const said = error.said.length > 0 ? `: ${error.said.join('; ')}` : ''
  return fail(
    {
      code: 'APP_TOKEN_FAILED',
      message: `no token of the GitHub App ${place.id} for ${label(place)}: ${new URL(place.serverUrl).host} ${error.message}${said}`,
      hint: `Run the job again; if it stays, check the network of the runner and the status page of ${shownAddress(place.serverUrl, '/') ?? place.serverUrl}.`,
    },
    error,
  )
}
