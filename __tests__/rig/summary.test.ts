import { expect, test } from 'vitest'
import { measure } from '../../scripts/summary/browser.ts'
import { pageOf } from '../../scripts/summary/page.ts'
import { SUMMARIES } from '../unit/doors/deploy/summaries.ts'

const WIDTHS = [960, 640]
const CASES = Object.entries(SUMMARIES).flatMap(([name, summary]) =>
  WIDTHS.map((width) => [name, width, summary] as const),
)

test.each(CASES)('the summary of %s is read in %d px without scrolling sideways', (_, width, summary) => {
  expect(measure(pageOf(summary), width).wide).toEqual([])
})

test.each([
  ['a table', `| a |\n| --- |\n| ${'x'.repeat(200)} |\n`],
  ['preformatted lines', `\`\`\`\n${'x '.repeat(200)}\n\`\`\`\n`],
])('%s that is too wide is seen', (_, markdown) => {
  expect(measure(pageOf(markdown), 960).wide).not.toEqual([])
})
