import { describe, expect, test } from 'vitest'
import { frontendsOf, isReplaced, isTrusted } from '../../../../src/images/dockerfile/frontend.ts'
import { guardCaches } from '../../../../src/images/dockerfile/guard-caches.ts'
import type { BuildPlan } from '../../../../src/plan/build.ts'
import { aBuild, cacheEntries } from '../../builders.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`
const PINNED = `docker/dockerfile:1@${DIGEST}`
const imagesOf = (text: string, buildArgs: readonly string[] = []) =>
  frontendsOf(buildArgs, { path: 'Dockerfile', text, isLink: false }).map(({ image }) => image)

describe('the frontend of a Dockerfile', () => {
  test.each<readonly [text: string, images: readonly string[]]>([
    ['FROM scratch', []],
    ['', []],
    ['# syntax=a/b:1\nFROM scratch', ['a/b:1']],
    ['# syntax=a/b:1', ['a/b:1']],
    ['#!/bin/sh\r\n# syntax=a/b\r\n', ['a/b']],
    ['#!/bin/sh\u2028\n# syntax=a/b', ['a/b']],
    ['#!/bin/sh\u2029# syntax=a/b', []],
    ['#syntax=a/b', ['a/b']],
    ['#   SynTax  =   a/b  \r\nFROM scratch', ['a/b']],
    ['#\u00a0\u0085syntax\t=\u2003a/b\nFROM scratch', ['a/b']],
    ['# syntax=a/b --flag more', ['a/b']],
    ['# escape=`\n# check=skip=all\n# syntax=a/b\nFROM scratch', ['a/b']],
    // Every name was a directive once, and the last one counted.
    ['# unknown=x\n# syntax=a/b\nFROM scratch', ['a/b']],
    ['# syntax=a/b\n# syntax=c/d\nFROM scratch', ['a/b', 'c/d']],
    // A comment, a blank line or an instruction ends the directives.
    ['# a comment\n# syntax=a/b\nFROM scratch', []],
    ['\n# syntax=a/b\nFROM scratch', []],
    [' # syntax=a/b\nFROM scratch', []],
    ['FROM scratch\n# syntax=a/b', []],
    ['\uFEFF# syntax=a/b\nFROM scratch', ['a/b']],
    ['#!/usr/bin/env buildx\n# syntax=a/b\nFROM scratch', ['a/b']],
    ['\uFEFF#!/bin/sh\n// syntax=a/b\n', ['a/b']],
    ['// syntax=a/b\nsomething else', ['a/b']],
    ['//syntax = a/b', ['a/b']],
    ['// a comment\n// syntax=a/b', []],
    ['{ "syntax": "a/b", "more": [1] }', ['a/b']],
    ['#!/bin/sh\n \n{"syntax":"a/b"}', ['a/b']],
    ['{"syntax":"c/d","syntax":"a/b"}', ['a/b']],
    // Nothing but a frontend of its own could read it, and it is not reported by which.
    ['{"syntax":7}', ['']],
    ['{ not json', ['']],
    ['# syntax=\nFROM scratch', ['']],
  ])('%j: %j', (text, images) => {
    expect(imagesOf(text)).toEqual(images)
  })

  test('is that of the build argument, whatever the Dockerfile says', () => {
    const text = '# syntax=a/b\nFROM scratch'
    expect(imagesOf(text, ['X=y', 'BUILDKIT_SYNTAX= c/d --flag'])).toEqual(['c/d'])
    expect(imagesOf(text, ['BUILDKIT_SYNTAX=c/d', 'BUILDKIT_SYNTAX=e/f'])).toEqual(['c/d', 'e/f'])
    expect(imagesOf(text, ['BUILDKIT_SYNTAX='])).toEqual([''])
  })

  test('is reported with its line', () => {
    const places = (text: string) =>
      frontendsOf([], { path: 'svc/Dockerfile', text, isLink: false }).map(({ place }) => place)
    expect(places('#!/bin/sh\n# escape=`\n# syntax=a/b\n')).toEqual(['line 3 of svc/Dockerfile'])
    expect(places('{"syntax":"a/b"}')).toEqual(['line 1 of svc/Dockerfile'])
  })

  test('of a text without end is found in one pass', () => {
    const cost = (size: number) => {
      const texts = [
        '# a=b\n'.repeat(size),
        `# syntax=${' '.repeat(size)}`,
        `#${' '.repeat(size)}`,
        `# syntax=a${' '.repeat(size)}b`,
        `# s${' '.repeat(size)}x=a`,
        '{'.repeat(size),
      ]
      const started = performance.now()
      for (const text of texts) imagesOf(text)
      return performance.now() - started
    }
    cost(1_000)
    // A hundredfold, and not ten thousand times.
    expect(cost(100_000)).toBeLessThan(1_000 * Math.max(cost(1_000), 1))
  })
})

describe('a frontend', () => {
  test.each([
    [PINNED, [], true],
    [`docker/dockerfile@${DIGEST}`, [], true],
    [`docker.io/docker/dockerfile:1.9@${DIGEST}`, [], true],
    [`index.docker.io/docker/dockerfile@${DIGEST}`, [], true],
    ['docker/dockerfile:1', [], false],
    ['docker/dockerfile', [], false],
    [`docker/dockerfile@${DIGEST}0`, [], false],
    ['docker/dockerfile@sha256:abc', [], false],
    [`docker/dockerfile@sha512:${'a'.repeat(128)}`, [], false],
    [`docker/dockerfile-upstream@${DIGEST}`, [], false],
    [`dockerfile@${DIGEST}`, [], false],
    [`evil.example/docker/dockerfile@${DIGEST}`, [], false],
    [`docker.io.evil.example/docker/dockerfile@${DIGEST}`, [], false],
    [`docker.io:443/docker/dockerfile@${DIGEST}`, [], false],
    [`evil/docker/dockerfile@${DIGEST}`, [], false],
    [`docker/dockerfile@${DIGEST}@${DIGEST}`, [], false],
    [`docker/dockerfile:1 @${DIGEST}`, [], false],
    ['', [], false],
    ['docker/dockerfile:1', ['docker/dockerfile'], true],
    ['docker/dockerfile:1', ['docker.io/docker/dockerfile:1'], true],
    ['docker/dockerfile:1.9', ['docker/dockerfile:1'], false],
    ['a/b', ['a/b:latest'], true],
    ['a/b:latest', ['a/b:latest'], true],
    [`a/b:1@${DIGEST}`, ['a/b:1'], false],
    [`a/b:1@${DIGEST}`, [`a/b@${DIGEST}`], true],
    [`a/b@${DIGEST}`, ['x/y', 'a/b'], true],
    ['a/b:1', [`a/b@${DIGEST}`], false],
    ['host.example:5000/a/b:1', ['host.example:5000/a/b'], true],
    ['host.example/a/b:1', ['a/b'], false],
    ['a/bb', ['a/b'], false],
    ['a/b/c', ['a/b'], false],
  ])('%s, with %j named, is trusted: %s', (image, named, trusted) => {
    expect(isTrusted(image, named)).toBe(trusted)
  })

  test.each([
    [PINNED, ['shared=.'], false],
    [PINNED, ['docker/dockerfile=./mine'], true],
    [PINNED, [`docker.io/docker/dockerfile:1@${DIGEST}=docker-image://a/b`], true],
    ['a/b:1', ['a/b=./mine'], true],
    ['', ['=x'], false],
  ])('%s is replaced by %j: %s', (image, contexts, replaced) => {
    expect(isReplaced(image, contexts)).toBe(replaced)
  })
})

test('what a link leads to is for the builder to say: nobody is trusted with it', () => {
  const plan = aBuild({
    cacheFrom: cacheEntries('type=gha', 'a/b:c'),
    trustedFrontends: ['docker/dockerfile'],
  })
  const guarded = guardCaches(plan, { path: 'svc/Dockerfile', text: 'FROM scratch', isLink: true })
  expect(guarded.plan.cacheFrom).toEqual(cacheEntries('a/b:c'))
  expect(guarded.warning).toContain('svc/Dockerfile is a link')
  expect(guarded.warning).toContain('the input file')
})

describe('caches with a credential', () => {
  const GHA = { kind: 'gha', reads: ['k'], writes: 'k', readableHost: undefined } as const
  const ECR = { kind: 'ecr', repository: 'c', reads: ['k'], writes: 'k', readableHost: undefined } as const
  const guard = (changes: Partial<BuildPlan>, text: string) =>
    guardCaches(aBuild(changes), { path: 'Dockerfile', text, isLink: false })
  const CUSTOM = '# syntax=a/b:1\nFROM scratch'

  test.each<readonly [entry: string, holds: boolean]>([
    ['type=gha', true],
    ['type=gha,scope=x', true],
    ['TYPE=gha', true],
    ['"type=gha"', true],
    ['"ty""pe=gha"', true],
    ['type=registry,type=gha', true],
    ['"ref=x,type=registry",type=gha', true],
    ['type=s3,region=r,bucket=b', true],
    ['type=azblob,name=x', true],
    ['type=tomorrow', true],
    ['scope=x', true],
    ['type=registry,ref=a/b:c', false],
    ['type=local,src=/c', false],
    ['type=inline', false],
    ['a/b:c', false],
  ])('%s is one: %s', (entry, holds) => {
    const { plan, warning } = guard({ cacheFrom: cacheEntries(entry), cacheTo: cacheEntries(entry) }, CUSTOM)
    expect(plan).toMatchObject(
      holds
        ? { cacheFrom: [], cacheTo: [] }
        : { cacheFrom: cacheEntries(entry), cacheTo: cacheEntries(entry) },
    )
    expect(warning !== undefined).toBe(holds)
  })

  test('stay where the frontend is the builder’s own, pinned, or named', () => {
    const plan = { cache: GHA, cacheFrom: cacheEntries('type=s3'), trustedFrontends: ['a/b'] }
    for (const text of ['FROM scratch', `# syntax=${PINNED}\nFROM scratch`, CUSTOM]) {
      expect(guard(plan, text)).toEqual({ plan: aBuild(plan), warning: undefined })
    }
  })

  test('are left out with the line and both ways out, and those without one stay', () => {
    const plan = { cacheFrom: cacheEntries('type=s3', 'a/b:c'), cacheTo: cacheEntries('type=gha') }
    const guarded = guard({ ...plan, cache: GHA }, '# syntax=docker/dockerfile:1\nFROM scratch')
    expect(guarded.plan).toMatchObject({ cache: undefined, cacheFrom: cacheEntries('a/b:c'), cacheTo: [] })
    expect(guarded.warning).toBe(
      'Built without cache, cache-from, cache-to: line 1 of Dockerfile asks for the frontend docker/dockerfile:1, which would be handed the credentials of the cache. Pin it to a digest (docker/dockerfile:1@sha256:..., which docker buildx imagetools inspect docker/dockerfile:1 prints), or take the line out, which leaves it to the frontend of the builder; or name docker/dockerfile:1 in the input trusted-frontends.',
    )
    expect(guard({ cache: ECR }, CUSTOM)).toMatchObject({ plan: { cache: ECR }, warning: undefined })
  })

  test('are left out for a frontend of others, which a digest alone does not make trusted', () => {
    expect(guard({ cache: GHA }, `# syntax=a/b@${DIGEST}\nFROM scratch`).warning).toBe(
      `Built without cache: line 1 of Dockerfile asks for the frontend a/b@${DIGEST}, which would be handed the credentials of the cache. If you trust it, name a/b@${DIGEST} in the input trusted-frontends.`,
    )
  })

  test('are left out where a context stands in the place of a trusted frontend', () => {
    const plan = {
      cache: GHA,
      contexts: ['docker/dockerfile=./mine'],
      trustedFrontends: ['docker/dockerfile'],
    }
    expect(guard(plan, `# syntax=${PINNED}\nFROM scratch`)).toMatchObject({
      plan: { cache: undefined },
      warning: expect.stringContaining('An entry of build-contexts stands in the place of that image'),
    })
  })

  test('are left out where nothing says which frontend it is', () => {
    expect(guard({ cache: GHA }, '{ "syntax": 7 }').warning).toContain('asks for an unknown frontend')
  })
})
