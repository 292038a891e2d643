import { describe, expect, test } from 'vitest'
import {
  buildahBuildArgs,
  buildahPushArgs,
  buildxArgs,
  dockerBuildArgs,
  type RunOptions,
} from '../../../../src/images/engine/args.ts'
import type { Compression } from '../../../../src/inputs/build-fields.ts'
import type { BuildPlan } from '../../../../src/plan/build.ts'
import { aBuild, cacheEntries, HOST, SHA } from '../../builders.ts'

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
  secrets: [{ id: 'token', value: 'the-value-itself' }],
  ssh: ['default', 'key=~/.ssh/a,~/.ssh/b'],
  contexts: ['shared=../shared', 'base=docker-image://alpine:3.22'],
  annotations: ['a.b/c=d', 'e=f, "g"'],
})
const facts = { reference: REFERENCE, secrets: [], commitTime: undefined }
const check = { ...facts, reference: undefined }
const full = {
  ...facts,
  secrets: ['id=token,src=/w/secret-0', 'id=npm,env=NPM_TOKEN'],
  commitTime: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
}
const COMMON = [
  '--file=docker/Dockerfile',
  '--target=prod',
  '--platform=linux/amd64,linux/arm64',
  '--build-arg=A=1',
  '--build-arg=B=x y',
  '--label=org.opencontainers.image.created=2026-01-02T03:04:05Z',
  '--label=l=1',
  '--no-cache',
  '--network=host',
]
const MOUNTS = [
  '--secret=id=token,src=/w/secret-0',
  '--secret=id=npm,env=NPM_TOKEN',
  '--ssh=default',
  '--ssh=key=~/.ssh/a,~/.ssh/b',
  '--build-context=shared=../shared',
  '--build-context=base=docker-image://alpine:3.22',
]

describe('buildx', () => {
  const how = { ...facts, builder: undefined, metadataFile: '/w/m.json', ociStore: true }
  const head = (provenance = 'false', sbom = 'false') => [
    'build',
    '--progress=plain',
    '--metadata-file=/w/m.json',
    `--provenance=${provenance}`,
    `--sbom=${sbom}`,
  ]
  const image = `--output=type=image,name=${REFERENCE},push=true,oci-mediatypes=true`

  test.each([
    ['the least', aBuild(), how, [...head(), image, '.']],
    [
      'everything',
      { ...FULL, provenance: 'mode=max', sbom: 'true' },
      { ...how, ...full, builder: 'remote' },
      [
        ...head('mode=max', 'true'),
        '--builder=remote',
        ...COMMON,
        ...MOUNTS,
        `${image},annotation.a.b/c=d,"annotation.e=f, ""g""",annotation-index.a.b/c=d,"annotation-index.e=f, ""g"""`,
        'services/a',
      ],
    ],
    [
      "docker's own store, which has no annotations",
      aBuild({ annotations: ['a=b'] }),
      { ...how, ociStore: false },
      [...head(), `--tag=${REFERENCE}`, '--push', '.'],
    ],
    [
      'a check, which pushes nothing and keeps nothing',
      aBuild({ annotations: ['a=b'] }),
      { ...how, reference: undefined },
      [...head(), '--output=type=cacheonly', '.'],
    ],
    [
      'a cache in the registry that is pushed to',
      aBuild({
        cache: {
          kind: 'ecr',
          repository: 'cache',
          reads: ['x-native'],
          writes: 'x-native',
          readableHost: undefined,
        },
        cacheFrom: cacheEntries('type=gha'),
      }),
      how,
      [
        ...head(),
        `--cache-from=type=registry,ref=${HOST}/cache:x-native`,
        '--cache-from=type=gha',
        `--cache-to=type=registry,ref=${HOST}/cache:x-native,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true`,
        image,
        '.',
      ],
    ],
  ])('%s', (_, plan, run, args) => {
    expect(buildxArgs(plan, run)).toEqual(args)
  })

  // BuildKit ends with "index annotations not supported for single platform export" otherwise.
  test.each([
    ['one platform', { platforms: ['linux/amd64'] }, false],
    ['several platforms', { platforms: ['linux/amd64', 'linux/arm64'] }, true],
    ['provenance', { provenance: 'true' }, true],
    ['an sbom', { sbom: 'true' }, true],
  ])('annotates the index only where there is one: %s', (_, changes, isIndex) => {
    const args = buildxArgs(aBuild({ annotations: ['a=b'], ...changes }), how).join(' ')
    expect(args).toContain(',annotation.a=b')
    expect(args.includes(',annotation-index.a=b')).toBe(isIndex)
  })
})

describe('docker', () => {
  test.each([
    ['the least', aBuild(), facts, ['build', '--force-rm', `--tag=${REFERENCE}`, '.']],
    ['everything it can', FULL, full, ['build', '--force-rm', ...COMMON, `--tag=${REFERENCE}`, 'services/a']],
    ['a check has no tag', aBuild(), check, ['build', '--force-rm', '.']],
  ])('%s', (_, plan, run, args) => {
    expect(dockerBuildArgs(plan, run)).toEqual(args)
  })
})

describe('buildah', () => {
  const head = ['build', '--authfile=/w/auth.json', '--layers', '--force-rm']

  test.each([
    ['the least', aBuild(), facts, [...head, `--tag=${REFERENCE}`, '.']],
    [
      'everything it can',
      FULL,
      full,
      [
        ...head,
        ...COMMON,
        ...MOUNTS,
        '--annotation=a.b/c=d',
        '--annotation=e=f, "g"',
        `--tag=${REFERENCE}`,
        'services/a',
      ],
    ],
    ['a check has no tag', aBuild(), check, [...head, '.']],
  ])('%s', (_, plan, run, args) => {
    expect(buildahBuildArgs(plan, { ...run, authFile: '/w/auth.json' })).toEqual(args)
  })

  test.each([
    [false, ['push', '--authfile=/w/auth.json', '--digestfile=/w/digest', REFERENCE]],
    [true, ['push', '--authfile=/w/auth.json', '--digestfile=/w/digest', '--tls-verify=false', REFERENCE]],
  ])('push, insecure: %s', (insecure, args) => {
    expect(
      buildahPushArgs({
        authFile: '/w/auth.json',
        digestFile: '/w/digest',
        reference: REFERENCE,
        insecure,
        compression: undefined,
      }),
    ).toEqual(args)
  })
})

describe('compression', () => {
  const plan = (changes: Partial<Compression>) =>
    aBuild({ compression: { type: 'zstd', level: undefined, force: false, ...changes } })
  const output = (build: BuildPlan) =>
    buildxArgs(build, { ...facts, builder: undefined, metadataFile: '/w/m.json', ociStore: true }).find(
      (arg) => arg.startsWith('--output='),
    )
  const push = ({ compression }: BuildPlan) =>
    buildahPushArgs({
      authFile: '/w/auth.json',
      digestFile: '/w/digest',
      reference: REFERENCE,
      insecure: false,
      compression,
    }).slice(3, -1)

  test.each([
    [{}, 'compression=zstd', ['--compression-format=zstd']],
    [{ type: 'estargz' as const, level: 0 }, 'compression=estargz,compression-level=0', undefined],
    [
      { level: 19, force: true },
      'compression=zstd,compression-level=19,force-compression=true',
      ['--compression-format=zstd', '--compression-level=19', '--force-compression'],
    ],
  ])('%j is of the push', (changes, attributes, args) => {
    expect(output(plan(changes))).toContain(`oci-mediatypes=true,${attributes}`)
    if (args) expect(push(plan(changes))).toEqual(args)
  })

  test('is left to the engine where nothing is asked for', () => {
    expect(output(aBuild())).not.toContain('compression')
    expect(push(aBuild())).toEqual([])
  })
})

describe('every engine', () => {
  const all = (plan: BuildPlan, run: RunOptions) => [
    buildxArgs(plan, { ...run, builder: undefined, metadataFile: '/w/m.json', ociStore: true }),
    dockerBuildArgs(plan, run),
    buildahBuildArgs(plan, { ...run, authFile: '/w/auth.json' }),
  ]

  test('keeps a value that looks like an option as the value of its own option', () => {
    const given = [...'abcdefghijklm'].map((letter) => `--${letter}=x`)
    const [
      a = '',
      b = '',
      c = '',
      d = '',
      e = '',
      f = '',
      g = '',
      h = '',
      i = '',
      j = '',
      k = '',
      l = '',
      m = '',
    ] = given
    const plan = aBuild({
      file: a,
      target: b,
      network: c,
      labels: [d],
      buildArgs: [e],
      ssh: [f],
      contexts: [g],
      annotations: [h],
      cacheFrom: cacheEntries(i),
      cacheTo: cacheEntries(j),
      provenance: k,
      sbom: l,
    })
    for (const args of all(plan, { ...check, secrets: [m] })) {
      expect(args.filter((arg) => given.includes(arg))).toEqual([])
    }
  })

  test("puts a label of the user's behind ours, because the last one counts", () => {
    const plan = aBuild({ labels: ['org.opencontainers.image.created=mine'] })
    for (const args of all(plan, full)) {
      const created = args.filter((arg) => arg.startsWith('--label=org.opencontainers.image.created='))
      expect(created.at(-1)).toBe('--label=org.opencontainers.image.created=mine')
    }
  })

  test('is given no secret in an argument', () => {
    for (const args of all(FULL, full)) expect(args.join('\n')).not.toContain('the-value-itself')
  })
})
