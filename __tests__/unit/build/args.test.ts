import { describe, expect, test } from 'vitest'
import { buildahBuildArgs, buildahPushArgs, buildxArgs, dockerBuildArgs } from '../../../src/build/args.ts'
import { aBuild, HOST, SHA } from '../builders.ts'

const REFERENCE = `${HOST}/a/b:${SHA}`
const FULL = aBuild({
  context: 'services/a',
  file: 'docker/Dockerfile',
  target: 'prod',
  platforms: ['linux/amd64', 'linux/arm64'],
  buildArgs: ['A=1', 'B=x y'],
  labels: ['l=1'],
  noCache: true,
  network: 'host',
})
const COMMON = [
  '--file=docker/Dockerfile',
  '--target=prod',
  '--platform=linux/amd64,linux/arm64',
  '--build-arg=A=1',
  '--build-arg=B=x y',
  '--label=l=1',
  '--no-cache',
  '--network=host',
]
const how = { builder: undefined, metadataFile: '/w/m.json', reference: REFERENCE }
const BUILDX = [
  'build',
  '--progress=plain',
  '--metadata-file=/w/m.json',
  '--provenance=false',
  '--sbom=false',
]

describe('buildx', () => {
  test.each([
    ['the least', aBuild(), how, [...BUILDX, `--tag=${REFERENCE}`, '--push', '.']],
    [
      'everything',
      FULL,
      { ...how, builder: 'remote' },
      [...BUILDX, '--builder=remote', ...COMMON, `--tag=${REFERENCE}`, '--push', 'services/a'],
    ],
    [
      'a check pushes nothing and keeps nothing',
      aBuild(),
      { ...how, reference: undefined },
      [...BUILDX, '--output=type=cacheonly', '.'],
    ],
  ])('%s', (_, plan, run, args) => {
    expect(buildxArgs(plan, run)).toEqual(args)
  })
})

describe('docker', () => {
  test.each([
    ['the least', aBuild(), REFERENCE, ['build', `--tag=${REFERENCE}`, '.']],
    ['everything', FULL, REFERENCE, ['build', ...COMMON, `--tag=${REFERENCE}`, 'services/a']],
    ['a check has no tag', aBuild(), undefined, ['build', '.']],
  ])('%s', (_, plan, reference, args) => {
    expect(dockerBuildArgs(plan, reference)).toEqual(args)
  })
})

describe('buildah', () => {
  test.each([
    [
      'the least',
      aBuild(),
      REFERENCE,
      ['build', '--authfile=/w/auth.json', '--layers', `--tag=${REFERENCE}`, '.'],
    ],
    [
      'everything',
      FULL,
      REFERENCE,
      ['build', '--authfile=/w/auth.json', '--layers', ...COMMON, `--tag=${REFERENCE}`, 'services/a'],
    ],
    ['a check has no tag', aBuild(), undefined, ['build', '--authfile=/w/auth.json', '--layers', '.']],
  ])('%s', (_, plan, reference, args) => {
    expect(buildahBuildArgs(plan, '/w/auth.json', reference)).toEqual(args)
  })

  test.each([
    [false, ['push', '--authfile=/w/auth.json', '--digestfile=/w/digest', REFERENCE]],
    [true, ['push', '--authfile=/w/auth.json', '--digestfile=/w/digest', '--tls-verify=false', REFERENCE]],
  ])('push, insecure: %s', (insecure, args) => {
    expect(
      buildahPushArgs({ authFile: '/w/auth.json', digestFile: '/w/digest', reference: REFERENCE, insecure }),
    ).toEqual(args)
  })
})

test('a value that looks like an option stays the value of its own option', () => {
  const plan = aBuild({
    file: '--push',
    target: '--output=x',
    network: '--privileged',
    labels: ['--x=y'],
    buildArgs: ['--secret=x'],
  })
  const given = ['--push', '--output=x', '--privileged', '--x=y', '--secret=x']
  for (const args of [
    buildxArgs(plan, { ...how, reference: undefined }),
    dockerBuildArgs(plan, undefined),
    buildahBuildArgs(plan, '/w/auth.json', undefined),
  ]) {
    expect(args.filter((arg) => given.includes(arg))).toEqual([])
  }
})
