import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shortTag } from '../../../../src/names/tag.ts'
import type { Source } from '../../../../src/source/source.ts'
import { ACCOUNT, anImage, aSource, digestOf, HOST, OLD_SHA, REPOSITORY, SHA } from '../../builders.ts'
import { CHANGE, commitMessage, DIGEST, deployed, KEYS, trailersOf, type Written } from './written.ts'

describe('commitMessage', () => {
  test('reads well in git log', () => {
    expect(commitMessage([deployed()], aSource())).toBe(`deploy(identity-service): a1b2c3d -> 4f2b8c1

  file     apps/identity-service/overlays/prod/kustomization.yaml
  image    ${HOST}/${REPOSITORY}:${SHA}
  digest   ${DIGEST}
  account  ${ACCOUNT} (ap-southeast-2)
  changes  https://github.com/acme/identity-service/compare/${OLD_SHA}...${SHA}
  run      https://github.com/acme/identity-service/actions/runs/9001/attempts/2

Source-Repository: acme/identity-service
Source-Commit: ${SHA}
Image: ${HOST}/${REPOSITORY}:${SHA}
Image-Digest: ${DIGEST}
Actor: octocat
Correlation-Id: gh-9001-2
`)
  })

  const BACK = {
    previous: OLD_SHA,
    reason: 'a1b2c3d is deployed and newer than 4f2b8c1; rolled back, as on-stale says.',
    hold: 'rolled back by octocat, https://github.com/acme/x/actions/runs/1',
  }

  test('says of a rollback that it is one, why, what it leaves and what it undoes', async () => {
    const message = commitMessage([deployed({ rollbacks: [BACK] })], aSource())
    expect(message).toContain(`rollback(identity-service): a1b2c3d -> 4f2b8c1

  file     apps/identity-service/overlays/prod/kustomization.yaml
`)
    expect(message).toContain(`
  reason   ${BACK.reason}
  hold     ${BACK.hold}
  undoes   https://github.com/acme/identity-service/compare/${SHA}...${OLD_SHA}
`)
    expect(message).not.toContain('  changes  ')
    expect((await trailersOf(message)).map((line) => line.split(':')[0])).toEqual(KEYS)
  })

  test('says of an image that goes back in one overlay and on in another what both are', () => {
    const before = 'b'.repeat(40)
    const message = commitMessage([deployed({ previous: [before, OLD_SHA], rollbacks: [BACK] })], aSource())
    expect(message.split('\n')[0]).toBe('rollback(identity-service): bbbbbbb, a1b2c3d -> 4f2b8c1')
    expect(message).toContain(
      `  changes  https://github.com/acme/identity-service/compare/${before}...${SHA}\n`,
    )
    expect(message).toContain(
      `  undoes   https://github.com/acme/identity-service/compare/${SHA}...${OLD_SHA}\n`,
    )
  })

  test('says of every overlay that goes back what it undoes, and has no link that runs backwards', () => {
    const newest = 'c'.repeat(40)
    const rollbacks = [BACK, { ...BACK, previous: newest, reason: 'ccccccc is deployed and newer' }, BACK]
    const message = commitMessage([deployed({ previous: [OLD_SHA, newest, OLD_SHA], rollbacks })], aSource())
    expect(message).toContain(`
  reason   ${BACK.reason}
  reason   ccccccc is deployed and newer
  hold     ${BACK.hold}
  undoes   https://github.com/acme/identity-service/compare/${SHA}...${OLD_SHA}
  undoes   https://github.com/acme/identity-service/compare/${SHA}...${newest}
  run      `)
    expect(message).not.toContain('  changes  ')
  })

  test('names rollbacks first, beside what is deployed', () => {
    const all = [
      deployed({ image: anImage({ name: 'a' }) }),
      deployed({ image: anImage({ name: 'b' }), rollbacks: [BACK] }),
      deployed({ image: anImage({ name: 'c' }), rollbacks: [BACK] }),
    ]
    const [subject, ...rest] = commitMessage(all, aSource()).split('\n')
    expect(subject).toBe('rollback(b, c): a1b2c3d -> 4f2b8c1, deploy(a): a1b2c3d -> 4f2b8c1')
    expect(rest).toContain('rollback(b): a1b2c3d -> 4f2b8c1')
    expect(rest).toContain('deploy(a): a1b2c3d -> 4f2b8c1')
  })

  test('has no link for a rollback from what names no commit', () => {
    const back = { ...BACK, previous: 'v-none' }
    const message = commitMessage([deployed({ previous: ['v-none'], rollbacks: [back] })], aSource())
    expect(message).not.toContain('/compare/')
  })

  test('compares versions of a rollback in the order of their age', () => {
    const image = anImage({ tag: 'v1.2.2' })
    const back = { ...BACK, previous: 'v1.2.3' }
    const message = commitMessage([deployed({ image, previous: ['v1.2.3'], rollbacks: [back] })], aSource())
    expect(message).toContain('/compare/v1.2.2...v1.2.3\n')
  })

  test('has trailers that git finds, and nothing else as one', async () => {
    expect(await trailersOf(commitMessage([deployed()], aSource()))).toEqual([
      'Source-Repository: acme/identity-service',
      `Source-Commit: ${SHA}`,
      `Image: ${HOST}/${REPOSITORY}:${SHA}`,
      `Image-Digest: ${DIGEST}`,
      'Actor: octocat',
      'Correlation-Id: gh-9001-2',
    ])
  })

  test('tells of every image, and once of the run', async () => {
    const second = deployed({
      image: anImage({ name: 'worker' }),
      previous: [],
      files: ['b/kustomization.yaml'],
    })
    const message = commitMessage([deployed(), second], aSource())
    const [subject, ...rest] = message.split('\n')
    expect(subject).toBe('deploy(identity-service, worker): 2 images -> 4f2b8c1')
    expect(rest.filter((line) => line.startsWith('deploy('))).toEqual([
      'deploy(identity-service): a1b2c3d -> 4f2b8c1',
      'deploy(worker): none -> 4f2b8c1',
    ])
    const keys = (await trailersOf(message)).map((line) => line.split(':')[0])
    expect(keys).toEqual([...KEYS.slice(0, 4), ...KEYS])
  })

  test.each([
    ['move together', [{ name: 'a' }, { name: 'b' }], 'deploy(a, b): a1b2c3d -> 4f2b8c1'],
    ['get different tags', [{ name: 'a' }, { name: 'b', tag: 'v1.2.3' }], 'deploy(a, b): 2 images'],
    [
      'are many',
      ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name })),
      'deploy(a, b, c, 2 more): a1b2c3d -> 4f2b8c1',
    ],
  ])('has one subject for images that %s', (_, images, subject) => {
    const all = images.map((changes) => deployed({ image: anImage(changes) }))
    expect(commitMessage(all, aSource()).split('\n')[0]).toBe(subject)
  })

  test('names different previous tags once each', () => {
    const many = deployed({ previous: [OLD_SHA, OLD_SHA, 'v1.2.3'] })
    expect(commitMessage([many], aSource()).split('\n')[0]).toBe(
      'deploy(identity-service): a1b2c3d, v1.2.3 -> 4f2b8c1',
    )
  })

  test.each([
    ['no previous tag', []],
    ['a previous tag that names no commit', ['latest']],
    ['the same commit under another tag', [`main-${SHA}`]],
    ['a digest, which is no commit', [digestOf('e')]],
  ])('has no compare link for %s', (_, previous) => {
    expect(commitMessage([deployed({ previous })], aSource())).not.toContain('/compare/')
  })

  test.each([
    ['refs/tags/v1.2.3', 'v1.2.2', 'v1.2.3', 'v1.2.2...v1.2.3'],
    ['refs/tags/svc-v1.2.3', 'v1.2.2', 'v1.2.3', 'svc-v1.2.2...svc-v1.2.3'],
    ['refs/tags/@x/svc@1.2.3', 'v1.2.2', '1.2.3', '@x/svc@1.2.2...@x/svc@1.2.3'],
    ['refs/tags/svc-v1.2.3', OLD_SHA, '1.2.3', `${OLD_SHA}...svc-v1.2.3`],
    ['refs/heads/main', 'v1.2.2', 'v1.2.3', 'v1.2.2...v1.2.3'],
  ])('compares versions by their git tags: %s', (ref, previous, tag, compared) => {
    const message = commitMessage(
      [deployed({ previous: [previous], image: anImage({ tag }) })],
      aSource({ ref }),
    )
    expect(message).toContain(`/acme/identity-service/compare/${compared}\n`)
  })

  test('knows its own repository in any case', () => {
    const image = anImage({ tag: 'v1.2.3', sourceRepository: 'Acme/Identity-Service' })
    const source = aSource({ ref: 'refs/tags/svc-v1.2.3' })
    const message = commitMessage([deployed({ previous: ['v1.2.2'], image })], source)
    expect(message).toContain('/compare/svc-v1.2.2...svc-v1.2.3\n')
  })

  test('compares versions of another repository as they are', () => {
    const image = anImage({ tag: 'v1.2.3', sourceRepository: 'acme/web' })
    const source = aSource({ ref: 'refs/tags/svc-v1.2.3' })
    const message = commitMessage([deployed({ previous: ['v1.2.2'], image })], source)
    expect(message).toContain('/acme/web/compare/v1.2.2...v1.2.3\n')
  })

  test('does not show the start of a digest as if it were a commit', () => {
    const [subject = ''] = commitMessage(
      [deployed({ previous: [`sha256:${OLD_SHA}${OLD_SHA.slice(0, 24)}`] })],
      aSource(),
    ).split('\n')
    expect(subject).not.toContain(`): ${OLD_SHA.slice(0, 7)} ->`)
  })

  test('says what each commit says of itself, first of all', () => {
    const worker = deployed({
      image: anImage({ name: 'worker' }),
      change: { subject: 'Retry', pullRequest: undefined },
    })
    const lines = commitMessage([deployed({ change: CHANGE }), worker], aSource()).split('\n')
    expect(lines.slice(2, 5)).toEqual([
      'deploy(identity-service): a1b2c3d -> 4f2b8c1',
      '  subject  Round the totals (acme/identity-service#12)',
      '  file     apps/identity-service/overlays/prod/kustomization.yaml',
    ])
    expect(lines).toContain('  subject  Retry')
  })
})

const HOSTILE = 'x\n\nSource-Commit: forged\nReviewed-by: nobody\r\n---\u0085Signed-off-by: x\u2028Fixes: #1'

test.each<readonly [string, Partial<Written>, Partial<Source>, string | undefined]>([
  ['an image name', { image: anImage({ name: HOSTILE }) }, {}, undefined],
  ['a previous tag', { previous: [HOSTILE] }, {}, undefined],
  ['a file', { files: [HOSTILE] }, {}, undefined],
  ['an actor', {}, { actor: HOSTILE }, undefined],
  ['a repository', {}, { repository: HOSTILE }, undefined],
  ['a run', {}, { runId: HOSTILE }, undefined],
  ['a subject', { change: { subject: HOSTILE, pullRequest: HOSTILE } }, {}, undefined],
  ['a subject in a template', { change: { subject: HOSTILE, pullRequest: HOSTILE } }, {}, '{subject}'],
  [
    'a name in a template',
    { image: anImage({ name: HOSTILE }) },
    { actor: HOSTILE },
    'by {actor} for {name}',
  ],
])('%s cannot add a trailer', async (_, changes, source, template) => {
  const message = commitMessage([deployed(changes)], aSource(source), template)
  expect((await trailersOf(message)).map((line) => line.split(':')[0])).toEqual(KEYS)
})

test('no value can add a trailer or a line of its own', async () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .array(
        fc.constantFrom(
          '\n',
          '\r',
          'Image: x',
          'A-b: c',
          '---',
          ' ',
          '#',
          '\u0085',
          '\u2028',
          '\t',
          '{name}',
        ),
        { maxLength: 6 },
      )
      .map((parts) => parts.join('')),
  )
  await fc.assert(
    fc.asyncProperty(text, text, text, text, async (name, previous, file, actor) => {
      const message = commitMessage(
        [deployed({ image: anImage({ name }), previous: [previous], files: [file] })],
        aSource({ actor }),
      )
      expect((await trailersOf(message)).map((line) => line.split(':')[0])).toEqual(KEYS)
    }),
    { numRuns: 40 },
  )
})

test.each([
  [SHA, '4f2b8c1'],
  [`main-${SHA}`, '4f2b8c1'],
  ['v1.2.3', 'v1.2.3'],
  ['x'.repeat(41), `${'x'.repeat(37)}...`],
])('shortTag(%s) is %s', (tag, short) => {
  expect(shortTag(tag)).toBe(short)
})

test('what is no tag has no place in a subject', () => {
  const [subject] = commitMessage([deployed({ previous: ['[skip ci]'] })], aSource()).split('\n')
  expect(subject).toBe('deploy(identity-service): ? -> 4f2b8c1')
})

test('names the repository that each image comes from, and links the changes there', async () => {
  const web = deployed({ image: anImage({ name: 'web', sourceRepository: 'acme/web' }) })
  const message = commitMessage([deployed(), web], aSource(), 'Deploy {name} of {repository}')
  expect(message.split('\n')[0]).toBe('Deploy identity-service, web of acme/identity-service, acme/web')
  expect((await trailersOf(message)).filter((line) => line.startsWith('Source-Repository'))).toEqual([
    'Source-Repository: acme/identity-service',
    'Source-Repository: acme/web',
  ])
  expect(message).toContain(`changes  https://github.com/acme/web/compare/${OLD_SHA}...${SHA}`)
  expect(message).toContain(`changes  https://github.com/acme/identity-service/compare/${OLD_SHA}...${SHA}`)
  expect(message).not.toContain('https://github.com/acme/web/actions')
})
