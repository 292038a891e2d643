import { expect, test } from 'vitest'
import { askedAhead, type WebIdentity } from '../../../../src/aws/session/oidc.ts'

/** An identity that keeps what it was asked for. */
function recording(): { asked: [string, number | undefined][]; identity: WebIdentity } {
  const asked: [string, number | undefined][] = []
  const identity: WebIdentity = async (audience, budgetMs, onRequest) => {
    asked.push([audience, budgetMs])
    onRequest?.()
    return `token ${asked.length}`
  }
  return { asked, identity }
}

const AHEAD = { budgetMs: 50_000, onRequest: () => undefined }

test('a token that is asked for ahead is there for the first who wants one, and asked for once', async () => {
  const { asked, identity } = recording()
  let begun = 0
  const onRequest = () => {
    begun += 1
  }
  const ahead = askedAhead(identity, 'sts', { ...AHEAD, onRequest })
  expect(asked).toEqual([['sts', 50_000]])
  expect(await ahead('sts', 49_000)).toBe('token 1')
  expect(await ahead('sts', 8_000)).toBe('token 2')
  expect(asked).toEqual([
    ['sts', 50_000],
    ['sts', 8_000],
  ])
  expect(begun).toBe(1)
})

test('a token for another audience is asked for beside it', async () => {
  const { asked, identity } = recording()
  const ahead = askedAhead(identity, 'sts', AHEAD)
  expect(await ahead('sts.amazonaws.com.cn')).toBe('token 2')
  expect(await ahead('sts')).toBe('token 1')
  expect(asked).toHaveLength(2)
})

test('what is wrong with it is reported to whoever wants it, and to nobody before', async () => {
  const ahead = askedAhead(() => Promise.reject(new Error('no answer')), 'sts', AHEAD)
  await new Promise((resolve) => setTimeout(resolve, 20))
  await expect(ahead('sts')).rejects.toThrow('no answer')
})
