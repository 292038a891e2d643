/**
 * `node scripts/audit-picture.ts`: the pictures of docs/audit.md, docs/images/audit-terminal.png and audit-summary.png:
 * what the bundle says of a fixture at a terminal, and as a job summary in GitHub's own style. It needs a Chromium, as
 * scripts/summary-picture.ts does.
 */
import { join } from 'node:path'
import { auditOf, COMMAND } from './summary/audit.ts'
import { draw } from './summary/browser.ts'
import { pageOf } from './summary/page.ts'
import { terminalPageOf, widthOf } from './summary/terminal.ts'

const PICTURES = join(import.meta.dirname, '..', 'docs', 'images')
const WIDTH = 960
const COLUMNS = 110

const { output, summary } = await auditOf()
if (process.env.SHOW_SUMMARY) console.log(`${output}\n${summary}`)
draw(pageOf(summary), { width: WIDTH, picture: join(PICTURES, 'audit-summary.png') })
draw(terminalPageOf({ command: COMMAND, output, columns: COLUMNS }), {
  width: widthOf(COLUMNS),
  picture: join(PICTURES, 'audit-terminal.png'),
})
