import type { Problem } from '../../../errors/errors.ts'
import type { GitHost } from '../../../names/git-host.ts'
import type { ConfigCredential, ConfigRemote, TokenLogin } from '../../../plan/config.ts'

/**
 * How each host takes a token over HTTPS (their documentation): GitHub, Gitea and Azure DevOps under any user name,
 * GitLab under any, and a token of OAuth as `oauth2`; Bitbucket Cloud by the kind of the token, which its beginning says;
 * Bitbucket Data Center those of a project or repository without a user name alone.
 */
const LOGINS: Partial<Record<GitHost, (token: string) => TokenLogin>> = {
  gitlab: () => ({ user: 'oauth2' }),
  bitbucket: (token) => ({
    user: token.startsWith('ATATT') ? 'x-bitbucket-api-token-auth' : 'x-token-auth',
  }),
  'bitbucket-server': () => 'bearer',
}

/** The credential as the host takes it; a user name that is given is that. */
export function withLogin(
  credential: ConfigCredential,
  { host = 'unknown' }: Pick<ConfigRemote, 'host'>,
  user: string | undefined,
): ConfigCredential {
  if (credential.kind !== 'token') return credential
  const login = user === undefined ? LOGINS[host]?.(credential.token) : { user }
  return login ? { ...credential, login } : credential
}

/** Git credentials of an IAM user, which are nothing without the user name. */
export function loginProblems(
  credential: ConfigCredential,
  { host }: Pick<ConfigRemote, 'host'>,
): readonly Problem[] {
  if (host !== 'codecommit' || credential.kind !== 'token' || credential.login) return []
  return [
    {
      code: 'INPUT_INVALID',
      inputs: ['config-token'],
      message: 'config-token has no user name, which CodeCommit asks for',
      hint: 'Write config-token as user:password, with the HTTPS Git credentials for CodeCommit of an IAM user (IAM, Users, Security credentials), as they are shown: not percent-encoded.',
    },
  ]
}
