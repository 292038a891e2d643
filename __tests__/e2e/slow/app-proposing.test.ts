// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { CONFIG, onlyPull, openProposing } from '../proposing.ts'

const permissions = { contents: 'write', metadata: 'read', pull_requests: 'write' } as const

test('an App proposes through the API where the base wants signed commits by pull requests, and leaves no secret', async () => {
  await using scene = await openProposing()
  const { github } = scene
  await github.protect(CONFIG, 'main', { pullRequest: true, signatures: true })
  const { app, privateKey } = github.addApp({ slug: 'acme-deployer', permissions, tokens: 'long' })
  for (const line of privateKey.split('\n').filter((one) => one.length > 40)) scene.secret('app-key', line)
  await scene.haveImage(scene.facts.head)
  github.switches.lateTokens = 2
  const result = await scene.go({
    'config-token': '',
    'commit-via': 'auto',
    'config-app-id': String(app.id),
    'config-app-private-key': privateKey,
    'pull-request': '{ labels: [deploy], auto-merge: squash }',
  })
  const minted = app.minted.map(({ token, ...rest }) => {
    scene.secret('installation-token', token)
    return rest
  })
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { 'pull-request-number': '1' } })
  expect(minted).toEqual([{ repositories: [CONFIG], permissions, revoked: true }])
  expect(await onlyPull(scene)).toMatchObject({
    login: 'acme-deployer[bot]',
    state: 'closed',
    labels: ['deploy'],
  })
  const jwts = github.requests
    .map(({ headers }) => String(headers.authorization))
    .filter((one) => one.includes('.'))
  expect(jwts.length).toBeGreaterThan(2)
  for (const one of jwts) scene.secret('jwt', one.replace(/^\w+ /, ''))
  expect(await scene.leaks(result)).toEqual([])
})
