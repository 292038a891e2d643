import { expect, test } from 'vitest'
import { terminalPageOf } from '../../scripts/summary/terminal.ts'
import { paint } from '../../src/report/terminal/paint.ts'

const pageOf = (output: string): string => terminalPageOf({ command: 'audit <folder>', output, columns: 110 })

test('a page has the command, and what it wrote in its colours', () => {
  const page = pageOf('\u001b[1ma.yaml:1:\u001b[0m \u001b[31;1merror:\u001b[0m a < b & c\nend\n')
  expect(page).toContain(
    '<pre style="width:110ch"><span class="c1">$ audit &lt;folder></span>\n<span class="c1">a.yaml:1:</span> <span class="c31 c1">error:</span> a &lt; b &amp; c\nend\n</pre>',
  )
})

test('every colour that the program has is one of the page', () => {
  const styles = ['error', 'warning', 'notice', 'bold', 'dim', 'help'] as const
  const page = pageOf(styles.map((style) => paint(true)(style, style)).join(' '))
  const used = [...page.matchAll(/\bc\d+(?=[ "])/g)].map(([name]) => name)
  expect(new Set(used).size).toBeGreaterThan(4)
  for (const name of used) expect(page).toContain(`\n.${name} {`)
})
