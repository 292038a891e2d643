/// <reference lib="esnext.disposable" />
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { json } from '../integration/scripted-server.ts'
import { startPart } from '../support/part.ts'
import { AuditedRepository } from './auditing.ts'

const BAD = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web'
const TEXT = `resources: [pod.yaml]\nimages:\n  - name: web\n    newName: ${BAD}\n    newTag: 1.10\n`
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: web}]}\n'
const PATCH = `@@ -1,3 +1,5 @@\n${TEXT.trimEnd().replaceAll(/^/gm, '+')}`

interface Review {
  readonly comments: readonly { readonly body: string; readonly line: number }[]
}

/** A pull request of the repository that remembers what is said on it. */
async function startPull(status = 200) {
  const reviews: Review[] = []
  const part = await startPart({
    action: () => 'any',
    answer: async ({ method, url, read }) => {
      if (method === 'POST') {
        if (status !== 200) return json(status, { message: 'Resource not accessible by integration' })
        reviews.push(JSON.parse((await read()).toString()) as Review)
        return json(200, {})
      }
      if (url.pathname.endsWith('/files'))
        return json(200, [{ filename: 'kustomization.yaml', patch: PATCH }])
      return json(
        200,
        reviews.flatMap(({ comments }) => comments),
      )
    },
  })
  return { part, reviews }
}

const GIVEN = {
  'allowed-registries': '465002806239/us-east-1',
  'changed-only': 'false',
  'fail-on': 'never',
  fix: 'safe',
  'fix-as': 'suggestions',
  'github-token': 'ghs_0123456789abcdef',
}

function proposed(apiUrl: string) {
  const repository = new AuditedRepository({ 'kustomization.yaml': TEXT, 'pod.yaml': POD })
  const payload = { pull_request: { number: 7, head: { sha: 'c'.repeat(40) } } }
  repository.write('../event.json', JSON.stringify(payload))
  const env = {
    GITHUB_API_URL: apiUrl,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: join(repository.root, '..', 'event.json'),
    GITHUB_REPOSITORY: 'acme/config',
  }
  return { repository, act: () => repository.act(GIVEN, { env }) }
}

test('fixes are suggested on the pull request, once, and change no file', async () => {
  const { part, reviews } = await startPull()
  await using _ = part
  const { repository, act } = proposed(part.url)
  using _files = repository
  const { code, summary, out } = await act()
  expect(code).toBe(0)
  expect(reviews).toHaveLength(1)
  expect(reviews[0]?.comments.map(({ line }) => line)).toEqual([5])
  const [comment] = reviews[0]?.comments ?? []
  expect(comment?.body).toContain(
    '```suggestion\n    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web\n    newTag: "1.10"\n```',
  )
  expect(comment?.body).toContain('**kustomize-tag-not-string**')
  expect(summary).toContain('1 suggestion on the pull request.')
  expect(repository.read('kustomization.yaml')).toBe(TEXT)
  expect(out).not.toContain('GitHub took no suggestions')
  await act()
  expect(reviews).toHaveLength(1)
})

test('a token that may only read costs a warning, and no finding', async () => {
  const { part } = await startPull(403)
  await using _ = part
  const { repository, act } = proposed(part.url)
  using _files = repository
  const { code, out, outputs } = await act()
  expect({ code, errors: outputs.errors }).toEqual({ code: 0, errors: '2' })
  expect(out).toMatch(/^::warning::GitHub took no suggestions: .*pull-requests: write/m)
})

test('a run for no pull request has none to make them on, and says so', async () => {
  const { repository } = proposed('http://127.0.0.1:9')
  using _ = repository
  const { code, out } = await repository.act(GIVEN)
  expect(code).toBe(2)
  expect(out).toContain(
    '::error title=INPUT_INVALID::fix-as is suggestions, and this run is for no pull request',
  )
})
