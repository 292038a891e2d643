import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Marked } from 'marked'

const STYLESHEET = fileURLToPath(import.meta.resolve('github-markdown-css/github-markdown-light.css'))

/** As the README of the stylesheet says. */
const LAYOUT = `
body { margin: 0; background: #fff }
.markdown-body { box-sizing: border-box; padding: 32px 45px }
@media (max-width: 767px) { .markdown-body { padding: 15px } }
`

/**
 * What people would have to scroll sideways for, as GitHub's style makes them: the page itself, and all that is wider
 * inside than outside.
 */
export const MEASURE = `
const wide = [...document.querySelectorAll('html, body > :not(script), body > :not(script) *')]
  .filter((node) => node.clientWidth > 0 && node.scrollWidth > node.clientWidth)
  .map((node) => node.tagName.toLowerCase() + ' ' + node.scrollWidth + ' > ' + node.clientWidth + ': ' + node.textContent.slice(0, 80))
document.body.dataset.wide = encodeURIComponent(JSON.stringify(wide))
document.body.dataset.height = document.body.scrollHeight
`

/** A job summary as GitHub shows it: its flavour of Markdown, in its own style. */
export function pageOf(markdown: string): string {
  const marked = new Marked({ gfm: true, renderer: { code: ({ text, lang }) => block(text, lang) } })
  const html = marked.parse(markdown, { async: false })
  const style = `${readFileSync(STYLESHEET, 'utf8')}${LAYOUT}`
  return `<!doctype html><meta charset="utf-8"><title>Job summary</title><style>${style}</style>
<article class="markdown-body">${html}</article>
<script>${MEASURE}</script>\n`
}

/** The classes that GitHub gives to the lines of a diff: the head of a hunk, what is gone, what is new. */
const CLASSES: Readonly<Record<string, string>> = { '@': 'pl-mdr', '-': 'pl-md', '+': 'pl-mi1' }

function block(text: string, lang: string | undefined): string {
  const lines = text.split('\n').map((line) => {
    const kind = lang === 'diff' ? CLASSES[line.charAt(0)] : undefined
    return kind === undefined ? escaped(line) : `<span class="${kind}">${escaped(line)}</span>`
  })
  return `<div class="highlight"><pre>${lines.join('\n')}</pre></div>\n`
}

export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
