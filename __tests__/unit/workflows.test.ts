import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { allWorkflows, asLocal, shownWorkflows } from '../../scripts/workflows.ts'

describe('what the linter is given', () => {
  test('has every example, and the workflow that README.md shows', () => {
    const names = allWorkflows().map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(globSync('*.yml', { cwd: 'examples' })))
    expect(names).toContainEqual(expect.stringMatching(/^README\.md-\d+\.yml$/))
    expect(new Set(names).size).toBe(names.length)
  })

  test('keeps the lines of a page, and leaves fragments out', () => {
    const page = 'a\n\n  ```yaml\n  on: push\n  jobs: {}\n  ```\n\n```yaml\njobs: {}\n```\n'
    expect(shownWorkflows('docs/a.md', page)).toEqual([
      { name: 'docs-a.md-4.yml', text: '\n\n\non: push\njobs: {}\n' },
    ])
  })

  test('names local files, which alone are checked', () => {
    const text =
      'uses: OWNER/ecr-gitops-deploy@v1\nuses: acme/ci/.github/workflows/a.yml@v1 # b\nuses: a/b@v1\n'
    expect(asLocal(text)).toBe('uses: ./\nuses: ./.github/workflows/a.yml # b\nuses: a/b@v1\n')
    for (const { text: workflow } of allWorkflows())
      expect(asLocal(workflow)).not.toContain('OWNER/ecr-gitops-deploy@')
  })
})

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps?: readonly { readonly run?: string }[]
}

const OWN = globSync('.github/workflows/*.yml').map((path) => [path, readFileSync(path, 'utf8')] as const)

describe.each(OWN)('%s', (_, text) => {
  // That they are pinned says zizmor; it compares commit and version only when it may ask GitHub.
  test('names the version of every action that it pins', () => {
    const pins = text.match(/uses: [^.\s].*/g) ?? []
    expect(pins.filter((pin) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(pin))).toEqual([])
  })

  test('runs no package in a job that may write', () => {
    const { jobs } = parse(text) as { jobs: Readonly<Record<string, Job>> }
    const writers = Object.values(jobs).filter(({ permissions }) => permissions?.contents === 'write')
    const runs = writers.flatMap(({ steps = [] }) => steps.map(({ run = '' }) => run))
    expect(runs.filter((run) => /\b(npm|npx|vitest)\b|\.ci\/run/.test(run))).toEqual([])
  })
})
