import { expect, test } from 'vitest'
import { pageOf } from '../../scripts/summary/page.ts'

const MARKDOWN = `## Deployed: <code>a\\_b</code>

> **CODE** at [x\\]y](https://example.com)
>
> <div><code>  one
> two</code></div>

| Image | How |
| --- | --- |
| <code>api</code> | built<br>twice |

\`\`\`diff
@@ -1 +1 @@
-old <tag>

+new
\`\`\`
`

test('a page has the headings, quotes, tables, links and diffs of a summary, in the style of GitHub', () => {
  const page = pageOf(MARKDOWN)
  expect(page).toContain('<h2>Deployed: <code>a_b</code></h2>')
  expect(page).toContain('<strong>CODE</strong> at <a href="https://example.com">x]y</a>')
  expect(page).toContain('<div><code>  one\ntwo</code></div>')
  expect(page).toMatch(/<td><code>api<\/code><\/td>\s*<td>built<br>twice<\/td>/)
  expect(page).toContain(
    '<pre><span class="pl-mdr">@@ -1 +1 @@</span>\n<span class="pl-md">-old &lt;tag></span>\n\n<span class="pl-mi1">+new</span></pre>',
  )
  expect(page).toMatch(/\.markdown-body code,\n\.markdown-body tt \{[^}]*white-space: break-spaces/)
})
