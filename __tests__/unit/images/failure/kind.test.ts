import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type FailureKind, kindOf, worthAnother } from '../../../../src/images/failure/kind.ts'
import { isPushFailure, readFailure } from '../../../../src/images/failure/read.ts'

const FOLDER = join(import.meta.dirname, '../../../fixtures/build-output')
const ENGINES = ['buildx', 'docker', 'buildah', 'buildkit'] as const
type Name = `${(typeof ENGINES)[number]}/${string}`

const linesOf = (name: Name): string[] =>
  readFileSync(join(FOLDER, `${name}.txt`), 'utf8')
    .trimEnd()
    .split('\n')

/** As the engines decide it: buildx does both in one process, the others push with a command of its own. */
function stageOf(name: Name): 'build' | 'push' {
  if (/^build(?:x|kit)\//.test(name)) return isPushFailure(linesOf(name)) ? 'push' : 'build'
  return name.includes('/push-') ? 'push' : 'build'
}

const three = (name: string, kind: FailureKind): [Name, FailureKind][] => [
  [`buildx/${name}`, kind],
  [`docker/${name}`, kind],
  [`buildah/${name}`, kind],
]

const KINDS: readonly (readonly [Name, FailureKind])[] = [
  ...three('step-lies', 'step-failed'),
  ...three('other-processor', 'emulation-missing'),
  ...three('syntax', 'syntax'),
  ...three('nofrom', 'syntax'),
  ...three('file-missing', 'file-missing'),
  ...three('base-missing', 'base-missing'),
  ...three('base-denied', 'base-private'),
  ...three('base-no-login', 'base-private'),
  ...three('base-503', 'unavailable'),
  ['buildx/base-429', 'busy'],
  ['docker/base-429', 'busy'],
  ['buildkit/base-quota', 'quota-used'],
  ['buildkit/base-hub-denied', 'base-private'],
  ['buildkit/base-other-platform', 'base-platform'],
  ['buildkit/target-missing', 'target-missing'],
  ['buildkit/disk-full-export', 'disk-full'],
  ['buildkit/disk-full-step', 'disk-full'],
  ['buildx/platforms', 'feature-missing'],
  ['buildx/attestation', 'feature-missing'],
  ['buildx/cache', 'feature-missing'],
  ['buildx/flag', 'flag-unknown'],
  ['docker/flag', 'flag-unknown'],
  ['buildx/no-daemon', 'builder-unreachable'],
  ['docker/no-daemon', 'builder-unreachable'],
  ['buildx/remote-unreachable', 'builder-unreachable'],
  ['buildx/booting', 'builder-unreachable'],
  ['buildkit/builder-refused', 'builder-unreachable'],
  ['buildkit/builder-preface', 'builder-unreachable'],
  ['buildkit/builder-lost', 'builder-unreachable'],
  ['buildkit/builder-node-joining', 'builder-unreachable'],
  ['buildkit/builder-x509', 'builder-untrusted'],
  ...three('push-denied', 'action-denied'),
  ['buildkit/push-denied', 'action-denied'],
  ...three('push-repository-missing', 'repository-missing'),
  ...three('push-expired', 'token-expired'),
  ...three('push-no-login', 'login-refused'),
  ...three('push-503', 'unavailable'),
  ...three('push-429', 'busy'),
  ...three('push-reset', 'unavailable'),
  ['buildkit/push-damaged', 'damaged'],
  ...three('push-400', 'refused-silently'),
  ['buildkit/push-400-old', 'refused-silently'],
  ['buildkit/push-immutable-new', 'tag-taken'],
  ['buildah/push-immutable', 'tag-taken'],
]

describe('kindOf', () => {
  test.each(KINDS)('%s is %s', (name, kind) => {
    expect(kindOf(readFailure(linesOf(name), ''), stageOf(name))).toBe(kind)
  })

  test('every output in the folders is in the table', () => {
    const files = ENGINES.flatMap((engine) =>
      readdirSync(join(FOLDER, engine)).map((file) => `${engine}/${file.replace('.txt', '')}`),
    )
    expect(KINDS.map(([name]) => name).toSorted()).toEqual(files.toSorted())
  })

  test('a push is distinguished from a build where one process does both', () => {
    const wrong = KINDS.filter(([name]) => /^build(?:x|kit)\//.test(name)).filter(
      ([name]) => (stageOf(name) === 'push') !== /\/(?:push-|disk-full-export)/.test(name),
    )
    expect(wrong).toEqual([])
  })
})

test('a builder that may not give a step the network of its host', () => {
  const reason =
    'ERROR: failed to solve: granting entitlement network.host is not allowed by build daemon configuration'
  const failure = { reason, step: undefined, stepLog: [], line: undefined }
  expect(kindOf(failure, 'build')).toBe('entitlement-missing')
  expect(worthAnother('entitlement-missing')).toBe('no')
})

describe('a process that was killed', () => {
  test.each([
    'ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 137',
    'ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 137: cannot allocate memory',
    "The command '/bin/sh -c make' returned a non-zero code: 137",
    'Error: building at STEP "RUN make": exit status 137',
    'ERROR: the engine was ended by SIGKILL',
    'ERROR: the engine was ended by SIGTERM',
    'ERROR: failed to solve: Canceled: context canceled',
  ])('is distinguished from one that failed: %s', (reason) => {
    expect(kindOf({ reason, step: undefined, stepLog: [], line: undefined }, 'build')).toBe('killed')
  })

  test.each([
    'ERROR: process "/bin/sh -c exit 137 || exit code: 137" did not complete successfully: exit code: 1',
    'Error: building at STEP "RUN make": exit status 1370',
  ])('is not what a failed step only speaks of: %s', (reason) => {
    expect(kindOf({ reason, step: undefined, stepLog: [], line: undefined }, 'build')).toBe('step-failed')
  })
})

const pushKind = (reason: string) => kindOf({ reason, step: undefined, stepLog: [], line: undefined }, 'push')

describe('worthAnother', () => {
  test('a base image that arrives damaged is read again, and a file of another checksum is not', () => {
    const reason =
      'failed to copy: unexpected commit digest sha256:def, expected sha256:abc: failed precondition'
    const failure = { step: undefined, stepLog: [], line: undefined }
    expect(kindOf({ ...failure, reason }, 'build')).toBe('damaged')
    expect(kindOf({ ...failure, reason: 'digest mismatch sha256:a: sha256:b' }, 'build')).toBe('other')
  })

  test.each([
    'received unexpected HTTP status: 503 Service Unavailable',
    'received unexpected HTTP status: 500 Internal Server Error',
    'unexpected status code 502',
    'unexpected status from HEAD request to https://h/v2/x: 504 Gateway Timeout',
    'toomanyrequests: Rate exceeded',
    'unexpected status: 429 Too Many Requests',
    'write tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer',
    'dial tcp 127.0.0.1:5000: connect: connection refused',
    'Put "https://h/v2/": EOF',
    'net/http: TLS handshake timeout',
    'dial tcp: i/o timeout',
    'read: unexpected EOF',
    'errors:\nunknown: provided digest did not match uploaded content\nunknown: blob unknown to registry - sha256:1c217acc',
    'digest invalid: provided digest did not match uploaded content',
    'blob upload unknown: blob upload unknown to registry',
    'InvalidLayerException: The layer digest calculation performed by Amazon ECR upon receipt of the image layer does not match the digest specified',
    'unexpected status from PUT request to https://h/v2/a/b/manifests/x: 400 Bad Request - MANIFEST_BLOB_UNKNOWN: LayersNotFoundException',
    'failed commit on ref "layer-sha256:abc": unexpected commit digest sha256:def, expected sha256:abc: failed precondition',
  ])('%s may pass', (reason) => {
    expect(worthAnother(pushKind(reason))).toBe('attempts')
  })

  test.each([
    'unexpected status: 400 Bad Request',
    'unexpected status from POST request to https://h/v2/a/b/blobs/uploads/: 403 Forbidden',
    'denied: User: arn:aws:sts::1:x is not authorized to perform: ecr:InitiateLayerUpload',
    'no basic auth credentials',
    'name unknown: The repository with name x does not exist in the registry with id 465002806239',
    "tag invalid: The image tag 'x' already exists in the 'a/b' repository and cannot be overwritten because the repository is immutable.",
    'process "/bin/sh -c exit 503" did not complete successfully: exit code: 503',
    'Your authorization token has expired. Reauthenticate and try again.',
    'manifest invalid: line 500 of the manifest',
    'error: cannot read EOFile',
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    '',
  ])('%s does not', (reason) => {
    expect(worthAnother(pushKind(reason))).toBe('no')
  })

  test.each([
    'rpc error: code = Unavailable desc = error reading from server: EOF',
    'failed to dial gRPC: cannot connect to the Docker daemon',
  ])('a builder is waited for: %s', (reason) => {
    expect(worthAnother(pushKind(reason))).toBe('wait')
  })
})
