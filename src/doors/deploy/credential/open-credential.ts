import type { Step } from '../../../action.ts'
import type { CredentialProvider } from '../../../aws/session/credentials.ts'
import type { RemoteAccess } from '../../../config-repository/git/remote/remote.ts'
import type { AppTokens } from '../../../github/app/app-tokens.ts'
import type { SignJwt } from '../../../github/app/jwt.ts'
import type { RegistryAccess } from '../../../plan/access.ts'
import type { AppCredential, ConfigCredential } from '../../../plan/config.ts'

export interface CredentialPorts extends Pick<Step, 'secrets' | 'log' | 'signal' | 'watch' | 'atEnd'> {
  /** Credentials of AWS, where the key is in KMS. */
  readonly credentialsOf: ((access: RegistryAccess) => CredentialProvider) | undefined
  /** Of the GitHub host of the run. */
  readonly serverUrl: string
  readonly apiUrl: string
}

/** What a transfer asks for its credential. */
export type OpenCredential = Pick<RemoteAccess, 'credential' | 'isNew' | 'author'>

/** A credential as it is, or tokens of an App: nothing of one is loaded or asked for before the first transfer. */
export function openCredential(given: ConfigCredential, ports: CredentialPorts): OpenCredential {
  if (given.kind !== 'app') return { credential: async () => given }
  let opened: Promise<AppTokens> | undefined
  const tokens = (): Promise<AppTokens> => {
    opened ??= openTokens(given, ports)
    return opened
  }
  ports.atEnd(async () => (await opened?.catch(() => undefined))?.revoke())
  return {
    credential: async () => ({ kind: 'token', token: await (await tokens()).token() }),
    isNew: async () => (await tokens()).isNew(),
    ...(given.isAuthor ? { author: async () => (await tokens()).author() } : {}),
  }
}

async function openTokens(app: AppCredential, ports: CredentialPorts): Promise<AppTokens> {
  const { AppTokens } = await import('../../../github/app/app-tokens.ts')
  const { serverUrl, apiUrl, signal, secrets, log, watch } = ports
  const { id, repository, key, permissions, wished } = app
  const keyInput = key.kind === 'pem' ? 'config-app-private-key' : 'config-app-kms-key'
  const place = { id, serverUrl, ...repository, keyInput } as const
  const sign = await signerOf(app, ports)
  return new AppTokens(
    { place, permissions: { ...permissions }, wished: { ...wished } },
    { apiUrl, signal, secrets, log, watch, sign },
  )
}

async function signerOf({ key }: AppCredential, ports: CredentialPorts): Promise<SignJwt> {
  if (key.kind === 'pem') {
    const { signWithPem } = await import('../../../github/app/app-tokens.ts')
    return signWithPem(key.pem)
  }
  const { credentialsOf } = ports
  if (!key.access || !credentialsOf) throw new Error('a key in KMS is used by a run that has a session')
  const { signWithKms } = await import('../../../aws/kms/sign.ts')
  return signWithKms({ key: key.key, access: key.access }, credentialsOf(key.access), ports)
}
