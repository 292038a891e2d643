import { expect, test } from 'vitest'
import { auditOf, COMMAND } from '../../scripts/summary/audit.ts'
import { measure } from '../../scripts/summary/browser.ts'
import { pageOf } from '../../scripts/summary/page.ts'
import { terminalPageOf, widthOf } from '../../scripts/summary/terminal.ts'
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

test('an audit is read in 960 px without scrolling sideways, and whole in a terminal of 110 columns', async () => {
  const { output, summary } = await auditOf()
  expect(measure(pageOf(summary), 960).wide).toEqual([])
  const page = terminalPageOf({ command: COMMAND, output: `${output}${'x'.repeat(300)}`, columns: 110 })
  expect(measure(page, widthOf(110)).wide).toEqual([])
})
