import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { INPUT_DETAILS, INPUT_GROUPS } from '../../scripts/docs/input-details.ts'
import { renderInputs } from '../../scripts/docs/inputs.ts'
import { renderTroubleshooting } from '../../scripts/docs/troubleshooting.ts'
import { renderReadme } from '../../scripts/docs.ts'
import { sessionPolicy } from '../../src/aws/session/policy.ts'
import { RULES } from '../../src/doors/audit/rules/all.ts'
import { commitMessage } from '../../src/gitops/message/message.ts'
import { parseEcrHost, parseRoleArn } from '../../src/names/host.ts'
import { isDigest } from '../../src/names/reference.ts'
import { anAccess } from './builders.ts'

const README = readFileSync('README.md', 'utf8')
const ACTION = readFileSync('action.yml', 'utf8')

const MARKERS =
  'a\n<!-- inputs:start -->\nold\n<!-- inputs:end -->\nb\n<!-- outputs:start -->\n<!-- outputs:end -->\n'

describe('tables', () => {
  test('hold name, default and description, in the order of action.yml', () => {
    const action = `
inputs:
  tag: { description: The tag. }
  pin: { description: "What: tag, digest.", default: tag }
  repository: { description: Where. }
  count: { description: How many., default: 0 }
outputs:
  digest: { description: Digest. }
`
    expect(renderReadme(MARKERS, action)).toBe(`a
<!-- inputs:start -->
| Input        | Default | Description        |
| ------------ | ------- | ------------------ |
| \`tag\`        |         | The tag.           |
| \`pin\`        | \`tag\`   | What: tag, digest. |
| \`repository\` |         | Where.             |
| \`count\`      | \`0\`     | How many.          |
<!-- inputs:end -->
b
<!-- outputs:start -->
| Output   | Description |
| -------- | ----------- |
| \`digest\` | Digest.     |
<!-- outputs:end -->
`)
  })

  test('escape what would end a cell', () => {
    const action = 'inputs: { a: { description: "b | c\\n  d", default: "x|y" } }'
    expect(renderReadme(MARKERS, action)).toContain(String.raw`| b \| c d `)
    expect(renderReadme(MARKERS, action)).toContain(String.raw`| ${'`'}x\|y${'`'} `)
  })

  test('rendering twice changes nothing', () => {
    const once = renderReadme(MARKERS, ACTION)
    expect(renderReadme(once, ACTION)).toBe(once)
  })

  test.each([
    ['inputs: { a: { default: b } }', 'the input "a" has no description'],
    ['inputs: { a: }', 'the input "a" has no description'],
    ['outputs: { b: { description: " " } }', 'the output "b" has no description'],
  ])('refuse an entry without a description: %s', (action, message) => {
    expect(() => renderReadme(MARKERS, action)).toThrow(message)
  })

  test.each(['', '<!-- inputs:end --> <!-- inputs:start -->'])(
    'refuse a file without markers: %j',
    (readme) => {
      expect(() => renderReadme(readme, ACTION)).toThrow('<!-- inputs:start -->')
    },
  )
})

describe('docs/inputs.md', () => {
  const { inputs } = parse(ACTION) as { inputs: Record<string, { description: string; default?: string }> }
  const page = readFileSync('docs/inputs.md', 'utf8')

  test('is what its sources make of it', () => {
    expect(page).toBe(renderInputs(inputs))
  })

  test('has more to say of inputs that there are, and of no others', () => {
    const named = [...Object.keys(INPUT_DETAILS), ...Object.keys(INPUT_GROUPS)]
    expect(named.filter((name) => !(name in inputs))).toEqual([])
  })

  test('lists the keys of an image as docs/builds.md does', () => {
    const [, said = ''] = /An item takes `(.*?)`/.exec(INPUT_DETAILS.images ?? '') ?? []
    const list = said.split(' ').map((key) => `\`${key}\``)
    expect(readFileSync('docs/builds.md', 'utf8').split('\n')).toContain(list.join(', '))
  })

  test('parts the inputs by short titles, none of which is a sentence', () => {
    const titles = Object.values(INPUT_GROUPS)
    expect(titles.filter((title) => title.length > 40 || /[`.]/.test(title))).toEqual([])
  })

  test('has what the one line of each input in action.yml cannot have', () => {
    const long = Object.entries(inputs).filter(([, { description }]) => description.length > 110)
    // More goes to scripts/docs/input-details.ts.
    expect(long.map(([name]) => name)).toEqual([])
  })

  test('has each input once, in the order of action.yml, with its default', () => {
    const names = [...page.matchAll(/^### (.*)$/gm)].map(([, name]) => name)
    expect(names).toEqual(Object.keys(inputs))
    expect(page).toMatch(/^### pin\n\n.*Default: `tag`\.$/m)
  })
})

describe('docs.ts', () => {
  const script = resolve('scripts/docs.ts')
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'docs-'))
    writeFileSync(join(folder, 'README.md'), MARKERS)
    writeFileSync(join(folder, 'action.yml'), 'inputs: { a: { description: b } }\n')
    for (const name of ['audit', 'docs/rules']) mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, 'audit', 'README.md'), MARKERS)
    writeFileSync(join(folder, 'audit', 'action.yml'), 'inputs: { c: { description: d } }\n')
    writeFileSync(join(folder, 'docs', 'audit.md'), '<!-- rules:start -->\n<!-- rules:end -->\n')
    writeFileSync(join(folder, 'docs', 'rules', 'gone.md'), 'of a rule that is gone')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const run = (...args: string[]) =>
    spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' })
  const readme = () => readFileSync(join(folder, 'README.md'), 'utf8')

  test('--check names the command to run and writes nothing', () => {
    const { status, stderr } = run('--check')
    expect(status).toBe(1)
    expect(stderr).toContain('npm run docs')
    expect(readme()).toBe(MARKERS)
    expect(stderr).toContain('docs/rules/gone.md is not')
    expect(existsSync(join(folder, 'docs', 'inputs.md'))).toBe(false)
    expect(existsSync(join(folder, 'docs', 'rules', 'gone.md'))).toBe(true)
  })

  test('writes the tables and the help for errors, and then --check passes', () => {
    expect(run().status).toBe(0)
    expect(readme()).toContain('| `a` ')
    expect(readFileSync(join(folder, 'docs', 'inputs.md'), 'utf8')).toMatch(/^### a\n\nb$/m)
    expect(run('--check').status).toBe(0)
    expect(readFileSync(join(folder, 'audit', 'README.md'), 'utf8')).toContain('| `c` ')
    expect(readdirSync(join(folder, 'docs', 'rules'))).toHaveLength(RULES.length)
    const [rule] = RULES
    expect(readFileSync(join(folder, 'docs', 'audit.md'), 'utf8')).toContain(
      `[${rule?.id}](rules/${rule?.id}.md)`,
    )
    const help = join(folder, 'docs', 'troubleshooting.md')
    expect(readFileSync(help, 'utf8')).toBe(renderTroubleshooting())
    writeFileSync(help, 'drifted')
    const { status, stderr } = run('--check')
    expect(status).toBe(1)
    expect(stderr).toContain('docs/troubleshooting.md')
  })
})

interface Step {
  uses?: string
  with?: Record<string, string>
}

const blocks = (language: string): string[] =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text)

const ownSteps = (): Step[] =>
  blocks('yaml')
    .map((text): unknown => parse(text))
    .flatMap((block) => (Array.isArray(block) ? (block as Step[]) : stepsOf(block)))
    .filter(({ uses }) => uses?.includes('/ecr-gitops-deploy@'))

const stepsOf = (workflow: unknown): Step[] => {
  const { jobs = {} } = workflow as { jobs?: Record<string, { steps: Step[] }> }
  return Object.values(jobs).flatMap(({ steps }) => steps)
}

describe('README.md', () => {
  test('has the tables of action.yml', () => {
    expect(renderReadme(README, ACTION)).toBe(README)
  })

  test('gives examples only inputs that exist', () => {
    const { inputs } = parse(ACTION) as { inputs: object }
    const used = ownSteps().map((step) => Object.keys(step.with ?? {}))
    expect(used).toHaveLength(2)
    for (const name of used.flat()) expect(inputs).toHaveProperty(name)
  })

  test('asks for the permissions that the session writes with, on the same repository', () => {
    const [step] = ownSteps()
    const { repository = '', 'role-to-assume': roleArn = '', 'aws-region': region = '' } = step?.with ?? {}
    const role = parseRoleArn(roleArn)
    const registry = parseEcrHost(`${role?.account}.dkr.ecr.${region}.amazonaws.com`)
    if (!role || !registry) throw new Error('the example names no role or region')
    const arn = `arn:${registry.partition}:ecr:${region}:${registry.account}:repository/${repository}`
    const wanted = statements(sessionPolicy({ ...anAccess().session, writes: [arn] }))
    const given = blocks('json').flatMap(statements)
    const write = (list: Statement[]) => list.find(({ Action }) => Action.includes('ecr:PutImage'))
    expect(write(given)?.Action).toEqual(write(wanted)?.Action)
    expect([write(given)?.Resource]).toEqual(write(wanted)?.Resource)
  })

  test('shows a commit message as the action writes it', () => {
    const [example = ''] = blocks('text')
    expect(exampleCommit(example)).toBe(example)
  })
})

interface Statement {
  Action: string | string[]
  Resource: string | string[]
}

const statements = (policy: string): Statement[] =>
  (JSON.parse(policy) as { Statement: Statement[] }).Statement

/** The message for the values that the example itself names. */
function exampleCommit(example: string): string {
  const value = (pattern: RegExp): string => pattern.exec(example)?.[1] ?? ''
  const repositoryUrl = value(/^Image: (.*):/m)
  const registry = parseEcrHost(repositoryUrl.split('/')[0] ?? '')
  const digest = value(/^Image-Digest: (.*)$/m)
  if (!registry || !isDigest(digest)) throw new Error('the example names no registry or digest')
  const commit = value(/^Source-Commit: (.*)$/m)
  const repository = value(/^Source-Repository: (.*)$/m)
  const webUrl = `https://github.com/${repository}`
  const name = value(/^deploy\((.*?)\)/)
  const source = { name: repository, webUrl, versionRef: 'refs/heads/main' }
  const stated = { account: 'role-to-assume', region: 'aws-region', repository: 'repository' }
  const image = { name, repositoryUrl, tag: commit, digest, registry, stated, commit, source }
  const [, subject = '', pullRequest] = /^ {2}subject {2}(.*) \((.*)\)$/m.exec(example) ?? []
  const deployed = {
    image,
    change: { subject, pullRequest },
    previous: [value(/compare\/(\w+)/)],
    files: [value(/^ {2}file {5}(\S+\.yaml)$/m)],
  }
  const run = value(/gh-(\d+)-/)
  const attempt = value(/gh-\d+-(\d+)/)
  return commitMessage([deployed], {
    repository,
    actor: value(/^Actor: (.*)$/m),
    link: `${webUrl}/actions/runs/${run}/attempts/${attempt}`,
    correlationId: `gh-${run}-${attempt}`,
  })
}
