import { createHash } from 'node:crypto'
import { GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr'
import { fail, StepError } from '../../errors/errors.ts'
import { type EcrHost, isLoopback, isPrivate } from '../../names/host.ts'
import type { Digest } from '../../names/reference.ts'
import { isStorageHost } from '../../names/service-hosts.ts'
import { httpGet, isHopeless, reasonOf } from '../../runner/http.ts'
import { LIMITS, type RetryDecision, withRetries } from '../../runner/retry.ts'
import type { AwsPlace } from '../endpoints.ts'
import type { EcrSession } from './ecr-session.ts'

/** A blob of a repository, by its digest. */
export interface Blob {
  readonly host: EcrHost
  readonly repository: string
  readonly digest: Digest
}

type Asking = Pick<EcrSession, 'call' | 'place' | 'ports'>

/** A configuration is a few kilobytes; so much no manifest may have either (service quotas of ECR). */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * The text of a small blob, from where ECR says that it lies: Amazon S3, by an address that is signed and needs no
 * credentials. Whoever answers there, the digest says whether it is the blob.
 * @throws StepError that says what to change.
 */
export async function readBlob(session: Asking, blob: Blob): Promise<string> {
  const { host, repository, digest } = blob
  const command = new GetDownloadUrlForLayerCommand({
    registryId: host.account,
    repositoryName: repository,
    layerDigest: digest,
  })
  const request = { action: 'ecr:GetDownloadUrlForLayer', resource: repository, host }
  const { downloadUrl = '' } = await session.call(request, (client, options) => client.send(command, options))
  const url = URL.canParse(downloadUrl) ? new URL(downloadUrl) : undefined
  if (!url || !mayAsk(url, session.place)) return elsewhere(blob, url)
  if (url.search !== '') session.ports.secrets.mask(url.search.slice(1))
  return download(url, blob, session)
}

/** S3 by HTTPS; where a variable of the runner says who is ECR, that one says where its blobs are, loopback only of itself. */
function mayAsk({ href, host, protocol }: URL, { endpoints, registry }: AwsPlace): boolean {
  const given = endpoints.ECR?.url
  if (given === undefined) return protocol === 'https:' && isStorageHost(host, registry.partition)
  return isPrivate(href) && (!isLoopback(host) || isLoopback(new URL(given).host))
}

function elsewhere({ repository }: Blob, url: URL | undefined): never {
  return fail({
    code: 'ECR_FAILED',
    message: `ECR says that what images of ${repository} are made of lies at ${url ? url.origin : 'no address'}, where nothing is asked`,
    hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_ECR on this runner: ECR itself names a host of Amazon S3, by HTTPS.',
  })
}

/** Not the blob, and whether another attempt may end otherwise. */
class Unread extends Error {
  readonly retry: RetryDecision

  constructor(message: string, retry: RetryDecision) {
    super(message)
    this.retry = retry
  }
}

async function download(url: URL, blob: Blob, { ports }: Asking): Promise<string> {
  const { signal, watch, limits = LIMITS } = ports
  const { host } = url
  try {
    return await withRetries(() => downloadOnce(url, blob.digest, { signal, timeoutMs: limits.attemptMs }), {
      classify: decisionOn,
      // It is needed for one question of many: a server that cannot be reached is not waited for as long as ECR is.
      budgetMs: limits.attemptMs,
      signal,
      waiting: watch && { watch, describe: (error) => `${host} (${reasonOf(error)})` },
    })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof StepError) throw error
    return unreachable(blob, host, error)
  }
}

function decisionOn(error: unknown): RetryDecision {
  if (error instanceof Unread) return error.retry
  return error instanceof StepError || isHopeless(error) ? 'final' : 'transient'
}

async function downloadOnce(
  { href }: URL,
  digest: Digest,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<string> {
  const { status, body } = await httpGet(href, {}, { ...options, mostBytes: MOST_BYTES })
  if (status !== 200)
    throw new Unread(`HTTP ${status}`, status >= 500 || status === 429 ? 'transient' : 'final')
  const has = `sha256:${createHash('sha256').update(body).digest('hex')}`
  if (has !== digest) throw new Unread(`the answer is ${has}`, 'transient')
  return body
}

function unreachable({ repository }: Blob, host: string, error: unknown): never {
  return fail(
    {
      code: 'AWS_UNREACHABLE',
      message: `what images of ${repository} are made of could not be read from ${host}: ${reasonOf(error)}`,
      hint: `Let this runner reach ${host}, where ECR keeps what images are made of: its proxy (HTTPS_PROXY, NO_PROXY), and the policy of a VPC endpoint for S3 (Amazon ECR user guide, "Create the Amazon S3 gateway endpoint").`,
    },
    error,
  )
}
