/**
 * `node scripts/summary-picture.ts [SCENE ...]`: the pictures of the README, docs/images/summary-SCENE.png: job summaries
 * of runs that it makes, in GitHub's own style. It needs an engine as `npm run demo` does, and a Chromium: the package
 * chromium-headless-shell of Debian, or the program that CHROMIUM names.
 */
import { join } from 'node:path'
import { draw } from './summary/browser.ts'
import { pageOf } from './summary/page.ts'
import { SCENES, summaryOf } from './summary/run.ts'

const PICTURES = join(import.meta.dirname, '..', 'docs', 'images')
const WIDTH = 960

const [, , ...wanted] = process.argv
for (const [name, scene] of Object.entries(SCENES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const summary = await summaryOf(scene)
  if (process.env.SHOW_SUMMARY) console.log(summary)
  draw(pageOf(summary), { width: WIDTH, picture: join(PICTURES, `summary-${name}.png`) })
}
