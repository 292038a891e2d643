import { generateKeyPairSync } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { KEY, parsedFrom } from './builders.ts'

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
}

interface Job extends Step {
  readonly permissions?: object
  readonly steps?: readonly Step[]
}

interface Workflow {
  readonly permissions?: object
  readonly jobs: Readonly<Record<string, Job>>
}

const PATHS = globSync('examples/*.yml').toSorted()
const textOf = (path: string): string => readFileSync(path, 'utf8')
// Pages of rules show what is wrong, and no step.
const PAGES = ['README.md', ...globSync('docs/**/*.md', { exclude: ['docs/rules/**'] }).toSorted()].map(
  (path) => ({
    path,
    text: textOf(path),
  }),
)

const action = parse(textOf('action.yml')) as { inputs: Readonly<Record<string, { default?: string }>> }

/** A job that commits to its own repository, or keeps a deployment there, does so with its own token. */
const ownPermissions = (steps: readonly Step[]) => {
  const own = steps.some((step) => step.with?.['config-repository'] === `\${{ github.repository }}`)
  const keeps = steps.some((step) => step.with?.['github-deployment'] !== undefined)
  return { contents: own ? 'write' : 'read', ...(keeps ? { deployments: 'write' } : {}) }
}

const isOwn = ({ uses = '' }: Step): boolean => uses.startsWith('OWNER/ecr-gitops-deploy@')

/** Steps anywhere in a workflow, a job, or a list of steps. */
function ownSteps(yaml: unknown): readonly Step[] {
  if (typeof yaml !== 'object' || yaml === null) return []
  return isOwn(yaml) ? [yaml] : Object.values(yaml).flatMap(ownSteps)
}

const blocks = (page: string): readonly string[] =>
  [...page.matchAll(/^( *)```yaml\n(.*?)^\1```$/gms)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )

const STEPS = [
  ...PATHS.map((path) => [path, textOf(path)] as const),
  ...PAGES.flatMap(({ path, text }) => blocks(text).map((block) => [path, block] as const)),
].flatMap(([path, text]) => ownSteps(parse(text)).map((step) => [path, step] as const))

/** What stands for an expression; where it may be anything, it is `x`. */
const SECRETS: Readonly<Record<string, string>> = {
  'config-ssh-key': KEY,
  'config-app-id': '1234567',
  'config-app-private-key': generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey,
  'config-repository': 'acme/identity-service',
}

test('examples and steps are found', () => {
  expect(PATHS.length).toBeGreaterThan(10)
  expect(STEPS.length).toBeGreaterThan(PATHS.length)
})

describe.each(STEPS)('a step of %s', (_, step) => {
  test('has inputs that exist', () => {
    const known = Object.keys(action.inputs)
    expect(Object.keys(step.with ?? {}).filter((name) => !known.includes(name))).toEqual([])
  })

  test('has values that are taken, whatever its expressions are', () => {
    const { problems } = parsedFrom((name) => {
      const given = step.with?.[name] ?? action.inputs[name]?.default ?? ''
      return given.replaceAll(/\$\{\{.*?\}\}/g, SECRETS[name] ?? 'x')
    })
    expect(problems).toEqual([])
  })
})

describe.each(PATHS)('%s', (path) => {
  const text = textOf(path)
  const workflow = parse(text) as Workflow
  const jobs = Object.values(workflow.jobs)

  test('says in two lines what it is for', () => {
    expect(text).toMatch(/^# [^\n]+\.\n# [^\n]+\.\nname: /)
  })

  test('is linked from README.md or docs/', () => {
    const link = new RegExp(`\\]\\((?:\\.\\./)?${path}\\)`)
    expect(PAGES.filter(({ text: page }) => link.test(page)).map(({ path: page }) => page)).not.toEqual([])
  })

  test('grants nothing at the top, and to a job no more than it needs', () => {
    expect(workflow.permissions).toEqual({})
    const allowed = jobs.map(({ permissions, steps = [] }) => {
      const deploys = steps.some(isOwn) || !steps.length
      return [permissions, deploys ? { 'id-token': 'write', ...ownPermissions(steps) } : {}]
    })
    for (const [given, wanted] of allowed) expect(given).toEqual(wanted)
  })

  test('pins what others wrote, and says which version that is', () => {
    const others = [...text.matchAll(/ uses: ((?!OWNER\/|acme\/)\S+.*)$/gm)].map(([, uses]) => uses)
    expect(others.filter((uses) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses ?? ''))).toEqual([])
  })
})

test('links of README.md and docs/ lead to files', () => {
  const broken = PAGES.flatMap(({ path, text }) => {
    const links = [...text.matchAll(/\]\(((?!https?:|#)[^)#]+)/g)].map(([, link = '']) => link)
    return links.filter((link) => !existsSync(join(dirname(path), link))).map((link) => `${path}: ${link}`)
  })
  expect(broken).toEqual([])
})
