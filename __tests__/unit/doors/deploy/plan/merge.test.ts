import { describe, expect, test } from 'vitest'
import { checkedOut, OLD_SHA, problemsOf, SHA } from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'

const PARTS = [`${SHA}-amd64`, `${SHA}-arm64`]
const TAGS = { 'merge-tags': PARTS.join('\n') }
const refused = async (given: Record<string, string>, source: Parameters<typeof plan>[1] = {}) =>
  (await problemsOf(() => plan(given, source))).map(({ code, message }) => [code, message])

describe('an image that is put together', () => {
  test('has the tag of the commit, and is not built', () => {
    const { images, engine } = pushPlan(TAGS, { checkouts: new Map() })
    expect(images[0]).toMatchObject({ tag: SHA, commit: SHA, parts: PARTS, build: undefined, tested: [] })
    expect(engine).toMatchObject({ needs: [], commits: new Map() })
  })

  test('may be written to, as one that is built', () => {
    expect(pushPlan(TAGS).images[0].access.session.writes).toHaveLength(1)
  })

  test('may be of another commit than the run, which its tag names', () => {
    const parts = PARTS.map((tag) => tag.replace(SHA, OLD_SHA)).join('\n')
    const { images } = pushPlan({ tag: OLD_SHA, 'merge-tags': parts })
    expect(images[0]).toMatchObject({ tag: OLD_SHA, commit: OLD_SHA })
  })

  test('may be the version of the git tag that set the run off, and no other', async () => {
    const { images } = pushPlan({ ...TAGS, tag: 'v1.2.3' }, { ref: 'refs/tags/v1.2.3' })
    expect(images[0]).toMatchObject({ tag: 'v1.2.3', commit: SHA, tested: [SHA, `main-${SHA}`] })
    expect(await refused({ ...TAGS, tag: 'v1.2.4' })).toEqual([
      ['TAG_MUTABLE', expect.stringContaining('this run was not triggered by that git tag')],
    ])
  })

  test('needs a tag where a checkout is of another commit than the run', async () => {
    const source = { checkouts: checkedOut({ head: OLD_SHA, modified: [] }) }
    expect(await refused({ 'merge-tags': `${OLD_SHA}-amd64` }, source)).toEqual([
      ['TAG_COMMIT_MISMATCH', expect.stringContaining('merge-tags is set and tag is empty')],
    ])
  })
})

describe('the tags of its parts', () => {
  test.each([
    ['latest-amd64', 'TAG_MUTABLE', 'merge-tags is "latest-amd64", which is refused: "latest" moves'],
    ['amd64', 'TAG_MUTABLE', 'it holds neither the full commit SHA nor an exact version'],
    ['a b', 'INPUT_INVALID', 'merge-tags is "a b", which is not the tag of an image'],
    [SHA, 'INPUT_INVALID', `merge-tags names ${SHA}, which is the tag of the image that is put together`],
    [`${OLD_SHA}-amd64`, 'TAG_COMMIT_MISMATCH', `which is not of commit ${SHA}`],
  ])('must mean one image of this commit: not %s', async (part, code, message) => {
    expect(await refused({ 'merge-tags': `${PARTS[1]}\n${part}` })).toEqual([
      [code, expect.stringContaining(message)],
    ])
  })

  test('may be versions', () => {
    const tags = { tag: 'v1.2.3', 'merge-tags': 'v1.2.3-amd64\nv1.2.3-arm64' }
    expect(pushPlan(tags, { ref: 'refs/tags/v1.2.3' }).images[0].parts).toHaveLength(2)
  })

  test('are refused all at once', async () => {
    expect(await refused({ 'merge-tags': 'latest-amd64\nlatest-arm64' })).toHaveLength(2)
  })
})
