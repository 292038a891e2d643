import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const textOf = (path: string): string => readFileSync(path, 'utf8')
const README = textOf('README.md')

/** What is left when code, tables and comments are not read. */
const prose = (page: string): string => page.replaceAll(/^```.*?^```$|^\|.*?$|<!--.*?-->/gms, '')

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')

const anchorsIn = (path: string): readonly string[] =>
  [...textOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading))

const PAGES = ['README.md', ...globSync(['docs/**/*.md', 'examples/**/README.md'])]
  .filter((path) => !path.includes('node_modules'))
  .toSorted()

const ANCHORS = PAGES.flatMap((page) =>
  [...textOf(page).matchAll(/\]\(((?!https?:)[^)#]*)#([^)]+)\)/g)].map(([, path = '', anchor = '']) => ({
    page,
    anchor,
    target: path ? join(page, '..', path) : page,
  })),
)

test('the links to headings are found', () => {
  expect(ANCHORS.length).toBeGreaterThan(10)
})

test.each(ANCHORS)('$page leads to #$anchor of $target', ({ target, anchor }) => {
  expect(anchorsIn(target)).toContain(anchor)
})

describe('README.md', () => {
  test('is read in three minutes, besides its code and tables', () => {
    const words = prose(README).split(/\s+/).filter(Boolean)
    expect(words.length).toBeGreaterThan(400)
    expect(words.length).toBeLessThanOrEqual(800)
  })

  test('leads to every page of docs/', () => {
    const pages = globSync('docs/*.md')
    expect(pages.filter((path) => !README.includes(`](${path})`))).toEqual([])
  })
})

test('docs/migration.md names inputs that exist', () => {
  const { inputs } = parse(textOf('action.yml')) as { inputs: object }
  const [, section = ''] = /## What becomes what\n(.*?)^## /ms.exec(textOf('docs/migration.md')) ?? []
  const cells = section.split('\n').map((line) => line.split('|')[2] ?? '')
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter((name) => !(name in inputs))).toEqual([])
})
