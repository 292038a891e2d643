import type { Problem } from '../../../errors/errors.ts'
import { type Judged, sound } from '../../../errors/judged.ts'
import type { ConfigInputs } from '../../../inputs/config-inputs.ts'
import type { ConfigCredential } from '../../../plan/config.ts'
import type { Source } from '../../../source/source.ts'
import { type CredentialOptions, planApp } from './app.ts'
import { EMPTY_SECRET } from './empty-secret.ts'
import { ownCredential } from './own-repository.ts'

/** Exactly one credential, of the kind that the remote takes. */
export function planCredential(options: CredentialOptions, source: Source): Judged<ConfigCredential> {
  const { config } = options.inputs
  const { transport } = options.repository
  const { token, sshKey, sshKnownHosts } = config
  if (transport === 'file') return sound({ kind: 'none' })
  const given = givenIn(config)
  const problems = given.length > 1 ? [severalCredentials(given)] : []
  if (transport !== 'https' && sshKey) {
    return { value: { kind: 'ssh', key: sshKey, knownHosts: sshKnownHosts }, problems }
  }
  if (transport !== 'ssh' && token) return { value: { kind: 'token', token }, problems }
  const app = isAppGiven(config) ? planApp(options, source) : undefined
  if (app) return { value: app.value ?? { kind: 'none' }, problems: [...problems, ...app.problems] }
  const own = given.length === 0 ? ownCredential(options, source) : undefined
  if (own) return sound(own)
  if (config.delivery === 'push') {
    return { value: { kind: 'none' }, problems: [...problems, noCredential(WANTED[transport])] }
  }
  // An address for SSH takes nothing that opens a pull request, which is said of the delivery.
  const missing = transport === 'ssh' ? [] : [noCredential('config-token or config-app-id')]
  return { value: { kind: 'none' }, problems: [...problems, ...missing] }
}

const isAppGiven = ({ app }: ConfigInputs): boolean => Boolean(app.id ?? app.privateKey ?? app.kmsKey)

/** The inputs that are set, one for each credential. */
function givenIn(config: ConfigInputs): readonly string[] {
  const { token, sshKey } = config
  return [
    ...(token ? ['config-token'] : []),
    ...(sshKey ? ['config-ssh-key'] : []),
    ...(isAppGiven(config) ? ['config-app-id'] : []),
  ]
}

const WANTED = {
  https: 'config-token',
  ssh: 'config-ssh-key',
  slug: 'config-token, config-ssh-key or config-app-id',
}

const noCredential = (input: string): Problem =>
  credentialProblem(
    'INPUT_REQUIRED',
    `config-repository needs ${input}, which is empty`,
    `Set ${input} from a secret. ${EMPTY_SECRET}`,
  )

export function credentialProblem(code: Problem['code'], message: string, hint: string): Problem {
  return { code, inputs: ['config-token', 'config-ssh-key', 'config-app-id'], message, hint }
}

function severalCredentials(given: readonly string[]): Problem {
  const all = given.join(' and ')
  const message = `${given.length === 2 ? 'both ' : ''}${all} are set`
  return { code: 'INPUT_INVALID', inputs: given, message, hint: `Keep one of ${all}.` }
}
