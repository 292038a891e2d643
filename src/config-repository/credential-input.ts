import type { ConfigCredential } from '../plan/config.ts'

const INPUTS = {
  token: 'config-token',
  ssh: 'config-ssh-key',
  app: 'config-app-id',
  none: 'config-repository',
} as const

/** The input that people look at where a credential is refused. */
export const inputOf = (credential: ConfigCredential): string =>
  (credential.kind === 'token' && credential.input) || INPUTS[credential.kind]
