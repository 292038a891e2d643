// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openGithub } from '../../src/github/client.ts'
import { githubHistory } from '../../src/source/history/github-history.ts'
import type { Part, Reply } from '../support/part.ts'
import { errorOf, FOREVER, type Opened, openAws, REPOSITORY } from './aws-room.ts'
import { json, startScripted } from './scripted-server.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const AHEAD = json(200, { status: 'ahead', files: [] })
const STATUSES = [301, 302, 303, 307, 308]

/** The services of AWS and GitHub's OIDC endpoint, each with what is asked of it first. */
const CLIENTS: readonly [string, (opened: Opened) => Part][] = [
  ['the OIDC endpoint', ({ oidc }) => oidc],
  ['STS', ({ sts }) => sts],
  ['ECR', ({ ecr }) => ecr],
]
const CASES = CLIENTS.flatMap(([name, partOf]) => STATUSES.map((status) => [name, status, partOf] as const))

test.each(CASES)('%s that redirects (%i) sends nobody anywhere', async (_, status, partOf) => {
  await using opened = await openAws()
  await using other = await startScripted(json(200, {}))
  partOf(opened).fail({ status, headers: { location: `${other.url}/` } }, FOREVER)
  const results = await Promise.all(
    [opened.registry.find(REPOSITORY, ['here']), opened.registry.login()].map((work) => errorOf(work)),
  )
  expect(results.map(({ code }) => code)).toEqual([
    expect.stringMatching(/^(?:OIDC|STS|ECR|AWS)_/),
    expect.stringMatching(/^(?:OIDC|STS|ECR|AWS)_/),
  ])
  expect(other.requests).toEqual([])
  expect(partOf(opened).requests.length).toBeLessThanOrEqual(4)
})

const historyOf = ({ url }: Part) => {
  const { signal } = new AbortController()
  return githubHistory(openGithub({ apiUrl: url, token: 'a-token', signal }), { repository: 'acme/app' })
}

const moved = (status: number, location: string): Reply => ({ status, headers: { location } })

describe("GitHub's compare API", () => {
  test.each(STATUSES)(
    'that redirects (%i) elsewhere is not followed, and the place is named',
    async (status) => {
      await using other = await startScripted(AHEAD)
      const target = `${other.url.replace('127.0.0.1', 'localhost')}/repositories/1/compare/a...b?token=x`
      await using part = await startScripted(moved(status, target))
      const { code, message } = await errorOf(historyOf(part).compare('a', 'b'))
      expect(code).toBe('ORDER_UNKNOWN')
      expect(other.requests).toEqual([])
      expect(part.requests).toHaveLength(1)
      // As it is read: a redirect that tells to ask something else is no answer to this question.
      if (status !== 303) expect(message).toContain(`redirects (${status}) to ${new URL(target).origin}/`)
      expect(message).not.toContain('token=x')
    },
  )

  test.each([301, 302, 307, 308])('is followed (%i) to a repository with another name', async (status) => {
    await using part = await startScripted(
      moved(status, '/repositories/1/compare/a...b?per_page=1'),
      moved(status, '/repositories/2/compare/a...b?per_page=1'),
      AHEAD,
    )
    expect(await historyOf(part).compare('a', 'b')).toBe('ahead')
    expect(part.requests.map(({ path }) => path.split('/')[2])).toEqual(['acme', '1', '2'])
    expect(part.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array.from({ length: 3 }, () => 'Bearer a-token'),
    )
  })

  test.each(['/again', 'file:///etc/passwd', 'http://', '//other.example/x', ''])(
    'that redirects to %j is ORDER_UNKNOWN at once',
    async (location) => {
      await using part = await startScripted(moved(302, location))
      const { code } = await errorOf(historyOf(part).compare('a', 'b'))
      expect(code).toBe('ORDER_UNKNOWN')
      expect(part.requests.length).toBeLessThanOrEqual(5)
    },
  )
})
