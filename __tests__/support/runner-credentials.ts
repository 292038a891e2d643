import { type Exchange, type Part, type Reply, startPart } from './part.ts'
import type { Session } from './sessions.ts'

export interface CredentialServer extends Part {
  /** What an ECS task or an EKS pod with Pod Identity has. */
  containerEnv: Record<string, string>
  /** What an EC2 instance has by itself, at another address. */
  instanceEnv: Record<string, string>
  /** What somebody has who is logged in to IAM Identity Center, whose portal this is then. */
  portalToken: string
}

/** Where an EC2 instance, an ECS task and an EKS pod find the credentials of their role. */
export async function startCredentialServer(session: () => Session): Promise<CredentialServer> {
  const token = 'container-authorization'
  const part = await startPart({
    action: ({ method, url }) => `${method} ${url.pathname}`,
    answer: (exchange) => answer(exchange, session(), token),
  })
  return Object.assign(part, {
    containerEnv: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${part.url}/container`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
    },
    instanceEnv: { AWS_EC2_METADATA_SERVICE_ENDPOINT: part.url },
    portalToken: token,
  })
}

const ROLE = '/latest/meta-data/iam/security-credentials/'

/** ECS guide, "Task IAM role"; EC2 guide, "Retrieve security credentials from instance metadata" (IMDSv2). */
function answer({ url, headers }: Exchange, session: Session, token: string): Reply {
  const found = {
    Code: 'Success',
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    Token: session.sessionToken,
    Expiration: session.expiration.toISOString(),
  }
  switch (url.pathname) {
    case '/container':
      return headers.authorization === token ? json(found) : { status: 401 }
    case '/latest/api/token':
      return { status: 200, body: 'imds-token' }
    case ROLE:
      return headers['x-aws-ec2-metadata-token'] === 'imds-token'
        ? { status: 200, body: 'runner' }
        : { status: 401 }
    case `${ROLE}runner`:
      return json(found)
    case '/federation/credentials':
      return headers['x-amz-sso_bearer_token'] === token ? json(ofPortal(session)) : { status: 401 }
    default:
      return { status: 404 }
  }
}

/** IAM Identity Center portal API, GetRoleCredentials. */
const ofPortal = ({ accessKeyId, secretAccessKey, sessionToken, expiration }: Session) => ({
  roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: expiration.getTime() },
})

const json = (value: unknown): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})
