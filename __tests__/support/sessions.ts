import { marker, wordMarker } from './markers.ts'

/** Temporary credentials that the embedded STS has issued, and what they may do. */
export interface Session {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  account: string
  roleArn: string
  /** The ARN of the assumed role session, as AWS names the caller in refusals. */
  userArn: string
  policy: string | undefined
  expiration: Date
}

export interface Grant {
  roleArn: string
  userArn: string
  policy?: string | undefined
  lifetimeSeconds: number
}

export interface Sessions {
  open(grant: Grant): Session
  find(accessKeyId: string): Session | undefined
  all(): Session[]
}

export function createSessions(): Sessions {
  const sessions = new Map<string, Session>()
  return {
    open(grant) {
      const session: Session = {
        accessKeyId: wordMarker('accesskey'),
        secretAccessKey: marker('sts-secret-access-key'),
        sessionToken: marker('sts-session-token'),
        account: grant.userArn.split(':')[4] ?? '',
        roleArn: grant.roleArn,
        userArn: grant.userArn,
        policy: grant.policy,
        expiration: new Date(Date.now() + grant.lifetimeSeconds * 1000),
      }
      sessions.set(session.accessKeyId, session)
      return session
    },
    find: (accessKeyId) => sessions.get(accessKeyId),
    all: () => [...sessions.values()],
  }
}
