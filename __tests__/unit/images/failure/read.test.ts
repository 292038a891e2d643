import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasBegun, readFailure } from '../../../../src/images/failure/read.ts'

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../fixtures/build-output', name), 'utf8')
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

  test('of the BuildKit of docker 20.10: the error is reported though nothing begins with ERROR', () => {
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
    expect(readFailure(['a', 'b', '', 'c'], '')).toMatchObject({ reason: 'a\nb\nc', stepLog: [] })
  })

  test('tells a program that is not there', () => {
    expect(readFailure(['spawn docker ENOENT'], '').reason).toBe('spawn docker ENOENT')
  })

  test('is never longer than a message can be', () => {
    expect(readFailure([`ERROR: ${'x'.repeat(10_000)}`], '').reason.length).toBeLessThanOrEqual(2000)
  })

  test('shows lines as a terminal does, and none without end', () => {
    const output = [
      'STEP 1/1: RUN a',
      '\r  1%\r 50%\r100%\r',
      '\u001b[2K\u001b[1A\u001b[31mred\u001b[0m \u001b]0;title\u0007end',
      'x'.repeat(10_000),
      'Error: x',
    ]
    const { stepLog } = readFailure(output, '')
    expect(stepLog.slice(0, 2)).toEqual(['100%', 'red end'])
    expect(stepLog[2]).toMatch(/^x+\.\.\.$/)
    expect(stepLog[2]?.length).toBe(500)
  })

  test('hides before it cuts', () => {
    const long = `${'x'.repeat(490)}secret-word`
    const hide = (text: string) => text.replaceAll('secret-word', '***')
    const { stepLog, reason } = readFailure(['STEP 1/1: RUN a', long, `Error: ${long.repeat(5)}`], '', hide)
    expect(`${stepLog[0]}${reason}`).not.toContain('s')
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
    expect(performance.now() - started).toBeLessThan(8_000)
  })
})

describe('the reason', () => {
  test.each([
    [
      'buildkit/push-immutable-new.txt',
      /^ERROR: failed to build: .*400 Bad Request\nTAG_INVALID: .* is immutable\.$/,
    ],
    ['buildx/push-denied.txt', /^ERROR: denied: User: \S+ is not authorized to perform: .* action$/],
    ['docker/push-denied.txt', /^denied: User: \S+ is not authorized to perform: .* action$/],
    ['docker/push-reset.txt', /^read tcp \S+ read: connection reset by peer$/],
    ['docker/file-missing.txt', /^COPY failed: file not found in build context .* does not exist$/],
    ['docker/base-no-login.txt', /^Head "[^"]+": no basic auth credentials$/],
    ['docker/other-processor.txt', /^The command '\/garbage' returned a non-zero code: 1$/],
    ['docker/flag.txt', /^unknown flag: --secret$/],
    ['buildx/step-lies.txt', /^ERROR: failed to solve: process .* exit code: 3$/],
    ['docker/step-lies.txt', /^The command .* returned a non-zero code: 3$/],
    ['buildah/step-lies.txt', /^Error: building at STEP .*: exit status 3$/],
    [
      'buildx/platforms.txt',
      /^ERROR: Multi-platform build is not supported for the docker driver\.\nSwitch to .*\.$/,
    ],
  ])('of %s is the error without its surroundings', (name, reason) => {
    expect(readFailure(linesOf(name), '').reason).toMatch(reason)
  })

  test('of classic docker is reported, though the rest of another stream came behind it', () => {
    const verdict = "The command '/bin/sh -c make' returned a non-zero code: 2"
    const output = [
      'Step 1/1 : RUN make',
      ' ---> Running in 0123',
      verdict,
      ' ---> Removed intermediate container',
    ]
    expect(readFailure(output, '').reason).toBe(verdict)
  })

  test('of classic docker is not what a step printed, when more followed it', () => {
    const { reason } = readFailure(
      ['Step 1/2 : RUN a', 'ERROR: 503 Service Unavailable', 'Step 2/2 : COPY x y', 'COPY failed: stat x'],
      '',
    )
    expect(reason).toBe('COPY failed: stat x')
  })
})

test.each([
  ['buildx/syntax.txt', 2],
  ['docker/syntax.txt', 2],
  ['buildx/file-missing.txt', 4],
  ['buildx/base-missing.txt', 1],
])('%s names line %d', (name, line) => {
  expect(readFailure(linesOf(name), '').line).toBe(line)
})

test.each([
  ['buildx/remote-unreachable', false],
  ['buildx/booting', false],
  ['buildx/no-daemon', false],
  ['buildkit/builder-preface', false],
  ['buildkit/builder-lost', true],
  ['buildx/syntax', true],
] as const)('whether a builder had taken the build of %s: %s', (name, begun) => {
  expect(hasBegun(linesOf(`${name}.txt`))).toBe(begun)
})
