import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const PATH = 'docs/security.md'
const TEXT = readFileSync(PATH, 'utf8')
const PROMISES = TEXT.slice(TEXT.indexOf('## Promises'), TEXT.indexOf('## Threat model'))

/** The rows of the tables, without their heads. */
const rows = PROMISES.split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:Promise|-)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

const testsIn = (text: string): string[] => text.match(/__tests__\/[\w/.-]+/g) ?? []

test.each(rows.map(([, promise = '', how = '', shown = '']) => ({ promise, how, shown })))(
  '$promise',
  ({ promise, how, shown }) => {
    expect(promise).toMatch(/\.$/)
    expect(how).toMatch(/\.$/)
    const tests = testsIn(shown)
    expect(tests.length).toBeGreaterThan(0)
    for (const path of tests) {
      expect(path).toMatch(/\.test\.ts$/)
      expect(existsSync(path), path).toBe(true)
    }
  },
)

test('has a promise for everything that SECURITY.md promises', () => {
  expect(rows.length).toBeGreaterThan(20)
  const security = readFileSync('SECURITY.md', 'utf8')
  expect(security).toContain(`(${PATH})`)
  expect(readFileSync('README.md', 'utf8')).toContain(`(${PATH})`)
})

test('links only to what is there', () => {
  const targets = [...TEXT.matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)]
  expect(targets.length).toBeGreaterThan(1)
  for (const [, target = '', anchor] of targets) {
    const file = join(dirname(PATH), target)
    expect(existsSync(file), target).toBe(true)
    const headings = readFileSync(file, 'utf8').match(/^#+ .*$/gm) ?? []
    const anchors = headings.map((heading) => heading.replace(/^#+ /, '').toLowerCase().replaceAll(' ', '-'))
    if (anchor) expect(anchors).toContain(anchor)
  }
})
