import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isTransientPush, readFailure } from '../../../src/build/failure.ts'

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../fixtures/build-output', name), 'utf8')
const linesOf = (name: string): readonly string[] => fixture(name).trimEnd().split('\n')
const DOCKERFILE = fixture('Dockerfile')

describe('readFailure of a failing step', () => {
  test('of buildx: its log, the line of the Dockerfile, and the error to the end', () => {
    const failure = readFailure(linesOf('buildx.txt'), DOCKERFILE)
    expect(failure.line).toBe(4)
    expect(failure.stepLog).toEqual([
      '0.301 gcc -c main.c',
      "0.322 main.c:3: error: 'x' undeclared",
      '0.330 make: *** [Makefile:2: main.o] Error 1',
    ])
    expect(failure.reason).toMatch(
      /^ERROR: failed to solve: process .* did not complete successfully: exit code: 2/,
    )
  })

  test('of the BuildKit of docker 20.10: the error is told though nothing begins with ERROR', () => {
    const { reason } = readFailure(linesOf('buildkit-20.10.txt'), DOCKERFILE)
    expect(reason).toContain('executor failed running [/bin/sh -c echo hello; exit 3]: exit code: 3')
  })

  test('of classic docker: a line of the log that says error does not end the log', () => {
    const failure = readFailure(linesOf('docker.txt'), DOCKERFILE)
    expect(failure.line).toBe(4)
    expect(failure.stepLog).toEqual([
      'gcc -c main.c',
      "error: 'x' undeclared (first use in this function)",
      'make: *** [Makefile:2: main.o] Error 1',
    ])
    expect(failure.reason).toBe("The command '/bin/sh -c make     VERBOSE=1' returned a non-zero code: 2")
  })

  test('of buildah: an instruction over several lines is found in the Dockerfile', () => {
    const failure = readFailure(linesOf('buildah.txt'), fixture('buildah.Dockerfile'))
    expect(failure.line).toBe(4)
    expect(failure.stepLog.slice(0, 3)).toEqual(['compiling', 'error: foo.c:3 undeclared', '1 error'])
    expect(failure.reason).toMatch(/^Error: building at STEP "RUN echo compiling .*: exit status 7$/)
  })

  test('of buildah with several stages, which it numbers before the step', () => {
    const failure = readFailure(linesOf('buildah-stages.txt'), fixture('buildah-stages.Dockerfile'))
    expect(failure.line).toBe(4)
    expect(failure.stepLog[0]).toBe('hello')
    expect(failure.reason).toBe('Error: building at STEP "RUN echo hello; exit 3": exit status 3')
  })

  test.each([
    ['RUN a && \\\n    b', 'Step 1/1 : RUN a &&     b', 2],
    ['run a', 'STEP 1/1: RUN a', 2],
    ['RUN a\r', 'STEP 1/1: RUN a', 2],
    ['RUN other', 'STEP 1/1: RUN a', undefined],
  ])('finds the line of %j', (instruction, step, line) => {
    expect(readFailure([step, 'Error: x'], `FROM scratch\n${instruction}\n`).line).toBe(line)
  })
})

describe('readFailure of other failures', () => {
  test('keeps the last thirty lines of a long log', () => {
    const log = Array.from({ length: 100 }, (_, index) => `line ${index}`)
    const { stepLog } = readFailure(['STEP 1/1: RUN a', ...log, 'Error: x'], 'RUN a')
    expect(stepLog).toEqual(log.slice(70))
  })

  test('tells the last lines where nothing looks like an error', () => {
    expect(readFailure(['a', 'b', '', 'c'], '')).toEqual({ reason: 'a\nb\nc', stepLog: [], line: undefined })
  })

  test('tells a program that is not there', () => {
    expect(readFailure(['spawn docker ENOENT'], '').reason).toBe('spawn docker ENOENT')
  })

  test('is never longer than a message can be', () => {
    expect(readFailure([`ERROR: ${'x'.repeat(10_000)}`], '').reason.length).toBeLessThanOrEqual(2000)
  })

  test.each([[[]], [['']], [['------', ' > [', 'Dockerfile:']]])('does not stumble over %j', (output) => {
    expect(readFailure(output, '')).toMatchObject({ stepLog: [], line: undefined })
  })

  test('answers at once for a large log and a large Dockerfile', () => {
    const output = [
      ...Array.from({ length: 50_000 }, (_, index) => `#5 ${index} line`),
      'STEP 1/1: RUN nothing',
      'Error: x',
    ]
    const dockerfile = 'RUN a && \\\n  b\n'.repeat(2000)
    const started = performance.now()
    readFailure(output, dockerfile)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('isTransientPush', () => {
  test('of the recorded push against a registry that answers 503', () => {
    expect(isTransientPush(readFailure(linesOf('buildx-push-503.txt'), '').reason)).toBe(true)
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
  ])('%s may pass', (reason) => {
    expect(isTransientPush(reason)).toBe(true)
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
    '',
  ])('%s does not', (reason) => {
    expect(isTransientPush(reason)).toBe(false)
  })
})
