import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import { buffer } from 'node:stream/consumers'
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr'
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { type Exchange, type Part, type Reply, startPart } from '../support/part.ts'

/** An STS and an ECR API that others wrote, behind a wire that counts requests. */
export interface Moto extends Part {
  /** A client of ECR with the session of a role, as somebody else in that account would have. */
  clientOf(role: string, region: string): Promise<ECRClient>
  /** From now on policies count, as at AWS. */
  enforce(on: boolean): Promise<void>
  /** One call of IAM; the answer as it came. */
  iam(form: Record<string, string>): Promise<string>
}

const MOST_STARTS_S = 60

export async function startMoto(): Promise<Moto> {
  const python = process.env.ECR_RIG_PYTHON
  if (!python) throw new Error('the rig did not set ECR_RIG_PYTHON')
  // Port 0: moto takes a free one and prints it.
  const moto = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(moto, 'exit')
  const port = await portOf(createInterface({ input: moto.stderr }))
  const origin = `http://127.0.0.1:${port}`
  const part = await startPart({ action: actionOf, answer: (exchange) => passOn(exchange, origin) })
  const { close: closePart } = part
  const close = async () => {
    moto.kill()
    await Promise.all([ended, closePart()])
  }
  return Object.assign(part, {
    clientOf: (role: string, region: string) => clientOf(origin, role, region),
    iam: (form: Record<string, string>) => iam(origin, form),
    enforce: async (on: boolean) => {
      const answer = await fetch(`${origin}/moto-api/reset-auth`, { method: 'POST', body: on ? '0' : 'inf' })
      if (!answer.ok) throw new Error(`moto did not take it: ${answer.status}`)
    },
    close,
    [Symbol.asyncDispose]: close,
  })
}

async function portOf(lines: AsyncIterable<string> & { close(): void }): Promise<number> {
  const timer = setTimeout(() => lines.close(), MOST_STARTS_S * 1000)
  const seen: string[] = []
  for await (const line of lines) {
    seen.push(line)
    const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1]
    if (!port) continue
    clearTimeout(timer)
    return Number(port)
  }
  throw new Error(`moto did not start:\n${seen.join('\n')}`)
}

export async function actionOf({ headers, read }: Exchange): Promise<string> {
  const target = String(headers['x-amz-target'] ?? '').split('.')[1]
  return target ?? new URLSearchParams((await read()).toString()).get('Action') ?? ''
}

/** Every header as it came, the host too: it is signed, and moto checks signatures when policies count. */
export async function passOn({ method, url, headers, read }: Exchange, origin: string): Promise<Reply> {
  const body = await read()
  const forward = request(new URL(url.pathname + url.search, origin), { method, headers, agent: false })
  forward.end(body)
  const [answer] = (await once(forward, 'response')) as [IncomingMessage]
  const { statusCode: status = 502, headers: told } = answer
  const type = told['content-type'] ?? 'text/plain'
  return { status, headers: { 'content-type': type }, body: await buffer(answer) }
}

/** IAM of moto's own account, which is asked without a signature as long as policies do not count. */
async function iam(origin: string, form: Record<string, string>): Promise<string> {
  const authorization = 'AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/iam/aws4_request, Signature=none'
  const body = new URLSearchParams({ Version: '2010-05-08', ...form })
  const answer = await fetch(origin, { method: 'POST', headers: { authorization }, body })
  if (!answer.ok) throw new Error(`${form.Action}: ${await answer.text()}`)
  return answer.text()
}

async function clientOf(endpoint: string, role: string, region: string): Promise<ECRClient> {
  const sts = new STSClient({ endpoint, region })
  const request = { RoleArn: role, RoleSessionName: 'somebody', WebIdentityToken: 'moto takes any token' }
  const { Credentials } = await sts.send(new AssumeRoleWithWebIdentityCommand(request))
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  return new ECRClient({
    endpoint,
    region,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  })
}

export async function createRepository(
  ecr: ECRClient,
  repositoryName: string,
  imageTagMutability: 'MUTABLE' | 'IMMUTABLE' = 'IMMUTABLE',
): Promise<void> {
  await ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability }))
}

/** A manifest is all that moto looks at; returns its digest. */
export async function putImage(ecr: ECRClient, repositoryName: string, imageTag: string): Promise<string> {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', size: 2, digest: EMPTY_OBJECT }
  const annotations = { 'org.opencontainers.image.created': new Date().toISOString() }
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [], annotations })
  const imageDigest = `sha256:${createHash('sha256').update(imageManifest).digest('hex')}`
  const request = { repositoryName, imageTag, imageManifest, imageDigest, imageManifestMediaType: mediaType }
  await ecr.send(new PutImageCommand(request))
  return imageDigest
}

/** What replication does. */
export async function copyImage(
  from: ECRClient,
  to: ECRClient,
  { repositoryName, imageTag }: { readonly repositoryName: string; readonly imageTag: string },
): Promise<void> {
  const imageIds = [{ imageTag }]
  const { images = [] } = await from.send(new BatchGetImageCommand({ repositoryName, imageIds }))
  const [{ imageManifest, imageManifestMediaType, imageId } = {}] = images
  const image = { imageManifest, imageManifestMediaType, imageDigest: imageId?.imageDigest }
  await to.send(new PutImageCommand({ repositoryName, imageTag, ...image }))
}

const EMPTY_OBJECT = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
