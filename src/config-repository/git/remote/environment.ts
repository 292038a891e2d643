import { randomBytes } from 'node:crypto'
import type { ConfigCredential } from '../../../plan/config.ts'
import type { Environment } from '../../../runner/environment.ts'
import { NO_PROGRAMS, NO_PROMPTS_OR_TRACES } from '../../../runner/git-settings.ts'
import type { Secrets } from '../../../runner/secrets.ts'
import type { Workspace } from '../../../runner/workspace.ts'
import { sshEnvironment, tokenSettings } from './credential.ts'

/**
 * Configuration for the one command, through the environment: nothing is written to a config file, the token is in no
 * argument, and what the user or a hostile repository configured cannot run code or add a second credential.
 */
const SETTINGS: readonly (readonly [string, string])[] = [
  ...NO_PROGRAMS,
  ['core.symlinks', 'false'],
  ['filter.lfs.smudge', ''],
  ['filter.lfs.process', ''],
  ['filter.lfs.required', 'false'],
  ['gc.auto', '0'],
  // The clone is thrown away: it need not survive a power failure.
  ['core.fsync', 'none'],
  ['pack.threads', '1'],
  // Larger files go through git in pieces, and are never held in memory.
  ['core.bigFileThreshold', '1m'],
  // A handful of objects may stay in their pack: unpacking them would start one more process.
  ['fastimport.unpackLimit', '0'],
  ['maintenance.auto', 'false'],
  ['submodule.recurse', 'false'],
  ['core.preferSymlinkRefs', 'false'],
  // Most servers take neither, and then refuse the push; the empty option takes away the others.
  ['push.gpgSign', 'false'],
  ['push.pushOption', ''],
  // Below 1 kB/s for 30 s is a server that hangs.
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '30'],
]

/** git needs no credentials of AWS, and the config repository decides what its helpers see. */
const WITHOUT_AWS = Object.fromEntries(
  [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ].map((name) => [name, undefined]),
)

export interface GitPorts {
  readonly workspace: Workspace
  readonly environment: Pick<Environment, 'forChild'>
  readonly secrets: Secrets
}

export function gitEnvironment(
  url: string,
  credential: ConfigCredential,
  { workspace, environment, secrets }: GitPorts,
): NodeJS.ProcessEnv {
  const settings = [...SETTINGS, ...ownName(url), ...ownAddress(url), ...ownServer(url)]
  settings.push(...tokenSettings(url, credential, secrets))
  const pairs = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return environment.forChild({
    ...WITHOUT_AWS,
    ...Object.fromEntries(pairs),
    GIT_CONFIG_COUNT: String(settings.length),
    ...NO_PROMPTS_OR_TRACES,
    // Whatever is allowed for one of them, or for a helper of any name (git, "GIT_ALLOW_PROTOCOL").
    GIT_ALLOW_PROTOCOL: 'file:http:https:ssh',
    // What a server or a clone says is put in the place of an object (git-replace) is not what the branch holds.
    GIT_NO_REPLACE_OBJECTS: '1',
    // A delta of a few bytes can stand for gigabytes (git's wrapper.c, which ends the command then).
    GIT_ALLOC_LIMIT: '512m',
    // HEAD is read as a file, which it is not in a reftable, the format of git 3.
    GIT_DEFAULT_REF_FORMAT: 'files',
    // Messages are matched where git has no porcelain output for them.
    LC_ALL: 'C',
    ...(credential.kind === 'ssh' ? sshEnvironment(credential, workspace) : {}),
  })
}

/**
 * What git calls the repository. An address is a name to it as well, and so is origin: for either the user of a runner may
 * have configured other addresses, proxies, refspecs and programs (git-config, `remote.<name>.*`), for this one nobody.
 */
export const REMOTE_NAME = `config-${randomBytes(8).toString('hex')}`

const ownName = (url: string): readonly (readonly [string, string])[] => [
  [`remote.${REMOTE_NAME}.url`, url],
  // The clone writes its own into its settings, and a second address would be pushed to, too.
  ['clone.defaultRemoteName', `${REMOTE_NAME}-cloned`],
]

/**
 * The longest `url.<base>.insteadOf` wins (git-config), so this one keeps the user's from sending the commit elsewhere,
 * or with the user's own credential.
 */
const ownAddress = (url: string): readonly (readonly [string, string])[] => [
  [`url.${url}.insteadOf`, url],
  [`url.${url}.pushInsteadOf`, url],
]

/**
 * git would take every header, the token too, to wherever the server points, and to whoever shows any certificate, where
 * the user of a runner allows it. What is set for a URL wins over the rest (git-config, `http.<url>.*`).
 */
const ownServer = (url: string): readonly (readonly [string, string])[] =>
  ['http', `http.${url}`].flatMap((section) => [
    [`${section}.followRedirects`, 'false'],
    [`${section}.sslVerify`, 'true'],
    // Cookies of the server would stay in a file of the user.
    [`${section}.saveCookies`, 'false'],
  ])
