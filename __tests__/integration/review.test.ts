/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { openGithub } from '../../src/github/client.ts'
import { openReview } from '../../src/github/review.ts'
import { startPart } from '../support/part.ts'
import { json } from './scripted-server.ts'

interface Seen {
  readonly method: string
  readonly path: string
  readonly body: string
}

/** Two pages of files, one of comments, and whatever is posted. */
async function startPull() {
  const seen: Seen[] = []
  const files = Array.from({ length: 130 }, (_, index) => ({ filename: `f${index}`, patch: '@@ -1 +1 @@' }))
  const part = await startPart({
    action: () => 'any',
    answer: async ({ method, url, read }) => {
      seen.push({ method, path: url.pathname, body: (await read()).toString() })
      const page = Number(url.searchParams.get('page') ?? 1)
      if (url.pathname.endsWith('/files')) return json(200, files.slice((page - 1) * 100, page * 100))
      return json(200, url.pathname.endsWith('/comments') ? [{ body: 'known' }, { body: null }] : {})
    },
  })
  return { part, seen }
}

describe('openReview', () => {
  test('reads all pages, and says everything in one review', async () => {
    const { part, seen } = await startPull()
    await using _ = part
    const { signal } = new AbortController()
    const github = openGithub({ apiUrl: part.url, token: 'ghs_test', signal })
    const review = openReview(github, { repository: 'acme/config', number: 7 })
    const files = await review.files()
    expect(files).toHaveLength(130)
    expect(await review.comments()).toEqual(['known', ''])
    await review.say('c'.repeat(40), [
      { path: 'a', firstLine: 3, lastLine: 3, body: 'x' },
      { path: 'b', firstLine: 3, lastLine: 5, body: 'y' },
    ])
    const posted = seen.at(-1)
    expect(posted).toMatchObject({ method: 'POST', path: '/repos/acme/config/pulls/7/reviews' })
    expect(JSON.parse(posted?.body ?? '')).toEqual({
      commit_id: 'c'.repeat(40),
      event: 'COMMENT',
      comments: [
        { path: 'a', line: 3, side: 'RIGHT', body: 'x' },
        { path: 'b', start_line: 3, start_side: 'RIGHT', line: 5, side: 'RIGHT', body: 'y' },
      ],
    })
  })
})
