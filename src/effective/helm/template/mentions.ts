import type { Command, Operand, Pipe, TemplateNode } from './syntax.ts'

/** What templates speak of, told from their words alone. */
export interface Mentions {
  /** Whether they may write an image: they say so, or write out what may hold one. */
  readonly images: boolean
  /** Names of the templates that they call. */
  readonly calls: ReadonlySet<string>
}

const OF_IMAGES = /image|container|pod|extra|raw|object|manifest|deploy/i

/** Most templates of a chart write nothing that is pulled, and need not be evaluated to know it. */
export function mentionsOf(nodes: readonly TemplateNode[]): Mentions {
  const found = { images: false, calls: new Set<string>() }
  walk(nodes, found)
  return found
}

interface Found {
  images: boolean
  readonly calls: Set<string>
}

function walk(nodes: readonly TemplateNode[], found: Found): void {
  for (const node of nodes) {
    if (node.kind === 'text') found.images ||= OF_IMAGES.test(node.text)
    if (node.kind === 'template') found.calls.add(node.name)
    if ('pipe' in node && node.pipe) inPipe(node.pipe, found)
    if ('body' in node) {
      walk(node.body, found)
      walk(node.otherwise, found)
    }
  }
}

function inPipe({ commands }: Pipe, found: Found): void {
  for (const command of commands) {
    call(command, found)
    for (const operand of command) inOperand(operand, found)
  }
}

function inOperand(operand: Operand, found: Found): void {
  if (operand.kind === 'pipe') inPipe(operand.pipe, found)
  if ('path' in operand) found.images ||= operand.path.some((key) => OF_IMAGES.test(key))
  if (operand.kind === 'text' || operand.kind === 'variable')
    found.images ||= OF_IMAGES.test('text' in operand ? operand.text : operand.name)
}

/** A template whose name is worked out may be any. */
function call([first, second]: Command, found: Found): void {
  if (first?.kind !== 'call' || first.name !== 'include') return
  if (second?.kind === 'text') found.calls.add(second.text)
  else found.images = true
}

/** Whether templates, with all that they call, may write an image. */
export function mayWriteImages(own: Mentions, named: (name: string) => Mentions | undefined): boolean {
  const names = new Set(own.calls)
  if (own.images) return true
  // A set hands out what is added to it while it is walked.
  for (const name of names) {
    const one = named(name)
    if (one?.images) return true
    for (const next of one?.calls ?? []) names.add(next)
  }
  return false
}
