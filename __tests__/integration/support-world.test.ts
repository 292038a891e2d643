import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git } from '../support/git.ts'
import { createWorld } from '../support/world.ts'

const ACTION = `inputs:
  role-to-assume: { description: r }
  aws-region: { description: r }
  repository: { description: r }
  config-repository: { description: r }
  config-token: { description: r }
  overlays: { description: r }
runs: { using: node24, main: main.mjs }
`

/** Does the whole exchange by hand, and leaks the config token in three ways when told. */
const MAIN = `import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
const { env } = process
const token = await fetch(env.ACTIONS_ID_TOKEN_REQUEST_URL + '&audience=sts.amazonaws.com', {
  headers: { authorization: 'Bearer ' + env.ACTIONS_ID_TOKEN_REQUEST_TOKEN },
}).then((answer) => answer.json())
console.log('::add-mask::' + token.value)
const form = new URLSearchParams({
  Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15', RoleArn: env['INPUT_ROLE-TO-ASSUME'],
  RoleSessionName: 'by-hand', WebIdentityToken: token.value,
})
const answer = await fetch(env.AWS_ENDPOINT_URL_STS, { method: 'POST', body: form })
console.log('sts ' + answer.status)
const compare = await fetch(env.GITHUB_API_URL + '/repos/' + env.GITHUB_REPOSITORY + '/compare/' + env.GITHUB_SHA + '...HEAD', {
  headers: { authorization: 'Bearer ' + env.GH_TOKEN },
}).then((reply) => reply.json())
console.log('compare ' + compare.status)
const secret = env['INPUT_CONFIG-TOKEN']
const header = 'Authorization: basic ' + Buffer.from('x-access-token:' + secret).toString('base64')
const remote = env.GITHUB_SERVER_URL + '/' + env['INPUT_CONFIG-REPOSITORY']
const argv = env.LEAK ? ['-c', 'http.extraheader=' + header] : []
const auth = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.extraheader', GIT_CONFIG_VALUE_0: header }
console.log(execFileSync('git', [...argv, 'ls-remote', remote], { env: { ...env, ...(env.LEAK ? {} : auth) }, encoding: 'utf8' }))
if (env.LEAK) {
  console.log('the token is ' + secret)
  writeFileSync(env.HOME + '/config.json', Buffer.from('AWS:' + secret).toString('base64'))
}
`

async function world() {
  const made = await createWorld()
  const action = join(made.root, 'action')
  await mkdir(action)
  await writeFile(join(action, 'action.yml'), ACTION)
  await writeFile(join(action, 'main.mjs'), MAIN)
  const GH_TOKEN = made.tokens.github
  const go = (env: Record<string, string> = {}) => made.run({}, { action, env: { GH_TOKEN, ...env } })
  return Object.assign(made, { go })
}

describe('the world', () => {
  test('is a checkout, a config repository and everything around them', async () => {
    await using made = await world()
    const { facts, workspace } = made
    expect(await git(['rev-parse', 'HEAD'], { cwd: workspace })).toBe(facts.head)
    expect(await git(['status', '--porcelain'], { cwd: workspace })).toBe('')
    expect(facts.commits).toHaveLength(3)
    const overlay = await made.config.file('apps/identity-service/overlays/production/kustomization.yaml')
    expect(overlay).toContain(`newName: ${facts.host}/kubeadm_ec2_cluster/identity-service`)
    expect(overlay).toContain(`newTag: "${facts.commits[0]}"`)
    const result = await made.go()
    expect(result.stderr).toBe('')
    expect(result.stdout).toContain('sts 200')
    expect(result.stdout).toContain('compare identical')
    expect(result.stdout).toContain('refs/heads/main')
    expect(made.sts.sessions.all()).toHaveLength(1)
  })

  test('gives a run the claims of its event', async () => {
    await using made = await world()
    made.sts.settings.accept = (claims) => claims.sub === 'repo:acme/identity-service:ref:refs/heads/main'
    expect((await made.go()).stdout).toContain('sts 200')
    const action = join(made.root, 'action')
    const env = { GH_TOKEN: made.tokens.github }
    const pull = await made.run(
      {},
      { action, env, event: { name: 'pull_request' }, ref: 'refs/pull/1/merge' },
    )
    expect(pull.stdout).toContain('sts 403')
  })

  test('finds every leak, and calls nothing a leak that is none', async () => {
    await using made = await world()
    const clean = await made.go()
    expect(clean.masks).toHaveLength(1)
    expect(await made.scanForSecrets({ texts: { stdout: clean.stdout, stderr: clean.stderr } })).toEqual([])
    const recorder = await made.recordChildren()
    const leaky = await made.go({ LEAK: '1' })
    const calls = await recorder.calls('git')
    expect(calls.map(({ argv }) => argv.slice(2))).toEqual([
      ['ls-remote', `${made.git.url}/acme/platform-config`],
    ])
    expect(calls[0]?.env).toHaveProperty('INPUT_CONFIG-TOKEN', made.tokens.config)
    const texts = { stdout: leaky.stdout, argv: calls.flatMap(({ argv }) => argv).join('\0') }
    expect(await made.scanForSecrets({ texts, directories: [made.home] })).toEqual([
      { place: 'stdout', form: 'raw', secret: made.tokens.config },
      { place: 'argv', form: 'base64', secret: made.tokens.config },
      { place: join(made.home, 'config.json'), form: 'base64', secret: made.tokens.config },
    ])
  })

  test('looks into git objects', async () => {
    await using made = await world()
    const stdin = `token: ${made.secret('npm-token')}\n`
    await git(['hash-object', '-w', '--stdin'], { cwd: made.workspace, stdin })
    const leaks = await made.scanForSecrets()
    expect(leaks).toMatchObject([{ form: 'raw', place: expect.stringContaining('/.git/objects/') }])
  })

  test('places images, and keeps the run token out of the config repository', async () => {
    await using made = await world()
    const { facts, catalog } = made
    const digest = await made.putImage(facts.ecrRepository, facts.head)
    const image = await catalog.image({ ...facts, repository: facts.ecrRepository }, facts.head)
    expect(image?.digest).toBe(digest)
    const headers = { authorization: `Bearer ${made.tokens.github}` }
    const status = async (name: string) =>
      (await fetch(`${made.github.url}/repos/${name}`, { headers })).status
    expect([await status('acme/identity-service'), await status('acme/platform-config')]).toEqual([200, 404])
  })

  test('checks out shallowly when asked', async () => {
    await using made = await createWorld({ checkoutDepth: 1 })
    expect(await git(['rev-list', '--count', 'HEAD'], { cwd: made.workspace })).toBe('1')
  })
})
