/**
 * The job summary as a web page. Not GitHub's own renderer: it knows the Markdown that src/doors/deploy/summary.ts writes
 * (headings, tables, quotes, lists, a diff, links, escapes, HTML), in a style like that of GitHub.
 */
export function pageOf(markdown: string): string {
  const blocks = markdown.trim().split(/\n{2,}(?![^`]*\n`{3,}$)/)
  return `<!doctype html><meta charset="utf-8"><title>Job summary</title><style>${STYLE}</style>
<main>${blocks.map(block).join('\n')}</main>
<script>document.body.dataset.height = document.body.scrollHeight</script>\n`
}

const STYLE = `
body { margin: 0; padding: 16px; background: #fff; color: #1f2328; font: 14px/1.5 "Liberation Sans", sans-serif }
main { border: 1px solid #d1d9e0; border-radius: 6px; padding: 16px }
h2 { margin: 0 0 16px; padding-bottom: 6px; border-bottom: 1px solid #d1d9e0; font-size: 21px }
table { border-collapse: collapse; margin-bottom: 16px }
th, td { border: 1px solid #d1d9e0; padding: 6px 13px; text-align: left }
tr:nth-child(2n) td { background: #f6f8fa }
code { background: #eff1f3; border-radius: 6px; padding: 3px 6px; overflow-wrap: anywhere }
code, pre { font: 12px "Liberation Mono", monospace }
pre { background: #f6f8fa; border-radius: 6px; padding: 16px; margin: 0; line-height: 1.45 }
pre span { display: block }
.added { background: #dafbe1 }
.removed { background: #ffebe9 }
a { color: #0969da }
blockquote { margin: 0 0 16px; padding: 0 14px; border-left: 4px solid #d1d9e0; color: #59636e }
`

function block(text: string): string {
  if (text.startsWith('## ')) return `<h2>${inline(text.slice(3))}</h2>`
  if (text.startsWith('|')) return table(text.split('\n'))
  if (text.startsWith('```')) return diff(text.split('\n').slice(1, -1))
  if (text.startsWith('> ')) return `<blockquote>${inline(text.replaceAll(/^> ?/gm, ''))}</blockquote>`
  if (text.startsWith('- ')) return `<ul><li>${inline(text.slice(2)).replaceAll('\n- ', '<li>')}</ul>`
  return `<p>${inline(text)}</p>`
}

function table([header = '', , ...rows]: readonly string[]): string {
  const row = (line: string, cell: 'td' | 'th') =>
    `<tr>${line
      .slice(2, -2)
      .split(' | ')
      .map((text) => `<${cell}>${inline(text)}</${cell}>`)
      .join('')}</tr>`
  return `<table>${row(header, 'th')}${rows.map((line) => row(line, 'td')).join('')}</table>`
}

function diff(lines: readonly string[]): string {
  const kindOf = (line: string) => (line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : '')
  const html = lines.map((line) => {
    const text = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    return `<span class="${kindOf(line)}">${text || ' '}</span>`
  })
  return `<pre>${html.join('')}</pre>`
}

const inline = (text: string): string =>
  text
    .replaceAll(/(?<!\\)\[((?:\\.|[^\]])*)\]\(([^)]*)\)/g, '<a href="$2">$1</a>')
    .replaceAll(/\*\*(.*?)\*\*/g, '<b>$1</b>')
    .replaceAll(/\\([\\`*_~[\]|])/g, '$1')
