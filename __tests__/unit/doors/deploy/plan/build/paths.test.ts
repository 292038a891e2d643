import { expect, test } from 'vitest'
import { buildPaths, contextPath, withPaths } from '../../../../../../src/doors/deploy/plan/build/paths.ts'
import { inputsOf } from '../../../../builders.ts'

const inputs = (given: Record<string, string>) => inputsOf(given).inputs
const told = (given: Record<string, string>, input: string) =>
  buildPaths(inputs(given)).flatMap((one) => (one.input === input ? [`${one.kind} ${one.path}`] : []))

test('a context, and what engines look for in it and beside its Dockerfile', () => {
  expect(told({ context: './svc/' }, 'context')).toEqual([
    'folder ./svc/',
    ...['Dockerfile', 'dockerfile', 'Containerfile'].map((name) => `file svc/${name}`),
    ...['Dockerfile', 'dockerfile', 'Containerfile'].flatMap((name) =>
      ['.dockerignore', '.containerignore', '.rego'].map((end) => `file svc/${name}${end}`),
    ),
    'file svc/.dockerignore',
    'file svc/.containerignore',
  ])
})

test('a Dockerfile that is named takes the place of those in the context', () => {
  const given = { context: 'svc', file: 'docker/api' }
  expect(told(given, 'file')).toEqual([
    'file docker/api',
    'folder docker',
    ...['.dockerignore', '.containerignore', '.rego'].map((end) => `file docker/api${end}`),
  ])
  expect(told(given, 'context')).toEqual([
    'folder svc',
    'file svc/.dockerignore',
    'file svc/.containerignore',
  ])
})

test.each([
  ['a=b', 'b'],
  ['a=../b', '../b'],
  ['a=/b', '/b'],
  ['a=oci-layout://lay/out', 'lay/out'],
  ['a=oci-layout:///lay:1.0', '/lay'],
  [`a=oci-layout://lay@sha256:${'0'.repeat(64)}`, 'lay'],
  // Names that not every engine takes from elsewhere: they are compared as the paths that they are to the others.
  ['a=target:base', 'target:base'],
  ['a=docker://x', 'docker://x'],
  ['a=git@github.com:acme/lib.git#main', 'git@github.com:acme/lib.git#main'],
  ['a=docker-image://alpine:3.20', undefined],
  ['a=https://github.com/acme/lib.git#main:../..', undefined],
  ['a=http://example.com/a.tar', undefined],
])('of the further context %s the path is %s', (entry, path) => {
  expect(contextPath(entry)?.path).toBe(path)
})

test('of further contexts only those on this machine are followed', () => {
  const given = { 'build-contexts': 'a=lib\nb=docker-image://alpine:3.20\nc=https://github.com/acme/lib.git' }
  expect(told(given, 'build-contexts')).toEqual(['folder lib'])
})

test('files that the workflow picks: secrets, keys and local caches', () => {
  const given = {
    'secret-files': 'a=.npmrc\nb=/opt/b',
    ssh: 'default\ngit=keys/a,/opt/key',
    'cache-from': 'type=local,src=in\ntype=registry,ref=x/y\nx/y:z',
    'cache-to': 'type=local,mode=max,dest=/tmp/out\ntype=gha',
  }
  expect(buildPaths(inputs(given)).filter(({ kind }) => kind === 'named')).toEqual(
    [
      ['secret-files', '.npmrc'],
      ['secret-files', '/opt/b'],
      ['ssh', 'keys/a'],
      ['ssh', '/opt/key'],
      ['cache-from', 'in'],
      ['cache-to', '/tmp/out'],
    ].map(([input, path]) => ({ input, path, kind: 'named' })),
  )
})

test.each([
  ['TYPE=local,SRC=/x', '/x'],
  ['"type=local","src=/a,b"', '/a,b'],
  ['type=registry,type=local,src=one,src=two', 'two'],
  ['type=local,"src=say ""hi"""', 'say "hi"'],
  ['type=local,type=registry,src=/x', undefined],
  ['"ref=x,type=local",type=registry,src=/x', undefined],
])('of the cache %s the path is %s, as buildx reads it', (entry, path) => {
  const found = buildPaths(inputs({ 'cache-from': entry })).filter(({ kind }) => kind === 'named')
  expect(found.map((one) => one.path)).toEqual(path === undefined ? [] : [path])
})

test('nothing is read where nothing is built, and a path of many images is followed once', () => {
  expect(buildPaths(inputs({ build: 'never', context: '..' }))).toEqual([])
  const images = '- { repository: a/b, file: D }\n- { repository: a/c, file: D }'
  const paths = buildPaths(inputs({ images })).map((one) => JSON.stringify(one))
  expect(paths).toEqual([...new Set(paths)])
})

test('every path can be changed, in every form that it is written in', () => {
  const given = {
    context: 'svc',
    file: 'docker/api',
    'build-contexts': 'a=lib\nb=oci-layout://lib:1\nc=docker-image://x',
    'secret-files': 'a=lib',
    ssh: 'default\ngit=lib,lib',
  }
  const { images } = withPaths(inputs(given), (path) => `/real/${path}`)
  expect(images[0].build).toMatchObject({
    context: '/real/svc',
    file: '/real/docker/api',
    contexts: ['a=/real/lib', 'b=oci-layout:///real/lib:1', 'c=docker-image://x'],
    secretFiles: [{ id: 'a', path: '/real/lib' }],
    ssh: ['default', 'git=/real/lib,/real/lib'],
  })
  const same = withPaths(inputs({ ...given, file: './api' }), (path) => path)
  expect(same).toEqual(inputs({ ...given, file: './api' }))
})
