import { expect, test } from 'vitest'
import { pageOf } from '../../scripts/summary/page.ts'

const MARKDOWN = `## Deployed: <code>a\\_b</code>

> **CODE** at [x\\]y](https://example.com)
> <pre>one</pre>

| Image | How |
| --- | --- |
| <code>api</code> | built<br>twice |

\`\`\`diff
-old <tag>

+new
\`\`\`
`

test('a page has the headings, quotes, tables, links and diffs of a summary', () => {
  const page = pageOf(MARKDOWN)
  expect(page).toContain('<h2>Deployed: <code>a_b</code></h2>')
  expect(page).toContain(
    '<blockquote><b>CODE</b> at <a href="https://example.com">x]y</a>\n<pre>one</pre></blockquote>',
  )
  expect(page).toContain(
    '<tr><th>Image</th><th>How</th></tr><tr><td><code>api</code></td><td>built<br>twice</td></tr>',
  )
  expect(page).toContain(
    '<pre><span class="removed">-old &lt;tag></span><span class=""> </span><span class="added">+new</span></pre>',
  )
})
