import { type AccessRules, refusalOf } from './iam-policy.ts'
import type { Place } from './image-store.ts'
import { marker } from './markers.ts'
import type { Session } from './sessions.ts'

export type Login = { state: 'valid' | 'expired'; session: Session } | { state: 'unknown' }

/** What the registry asks of the ECR API: who a password belongs to, and what that session may do. */
export interface RegistryAccess {
  login(password: string): Login
  refusal(session: Session, action: string, place: Place): string | undefined
}

export interface PasswordSettings {
  passwordLifetimeSeconds: number
  registryPassword?: string
}

export interface RegistryPasswords extends RegistryAccess {
  issue(session: Session, settings: PasswordSettings): { password: string; expiresAt: Date }
  all(): string[]
}

export function createPasswords(rules: AccessRules): RegistryPasswords {
  const issued = new Map<string, { session: Session; expiresAt: Date }>()
  return {
    issue(session, { passwordLifetimeSeconds, registryPassword }) {
      const password = registryPassword ?? marker('ecr-password')
      const expiresAt = new Date(Date.now() + passwordLifetimeSeconds * 1000)
      issued.set(password, { session, expiresAt })
      return { password, expiresAt }
    },
    login(password) {
      const entry = issued.get(password)
      if (!entry) return { state: 'unknown' }
      const state = entry.expiresAt.getTime() > Date.now() ? 'valid' : 'expired'
      return { state, session: entry.session }
    },
    refusal: (session, action, place) =>
      refusalOf(session, { action, resource: repositoryArn(place) }, rules),
    all: () => [...issued.keys()],
  }
}

export const repositoryArn = ({ account, region, repository }: Place): string =>
  `arn:${partitionOf(region).name}:ecr:${region}:${account}:repository/${repository}`

export const registryHost = ({ account, region }: Omit<Place, 'repository'>): string =>
  `${account}.dkr.ecr.${region}.${partitionOf(region).suffix}`

function partitionOf(region: string): { name: string; suffix: string } {
  if (region.startsWith('cn-')) return { name: 'aws-cn', suffix: 'amazonaws.com.cn' }
  if (region.startsWith('eusc-')) return { name: 'aws-eusc', suffix: 'amazonaws.eu' }
  return { name: region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws', suffix: 'amazonaws.com' }
}
