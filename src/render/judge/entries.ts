import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import { rangeOf } from '../../edit/kustomize/kustomization.ts'

/** An `images` entry, as far as it explains what became of another one. */
export interface Entry {
  readonly name: string
  /** What it makes of a matching image. */
  readonly newName: string
  readonly line: number
}

/** The entries of a kustomization in their order, which is the order that kustomize applies them in. */
export function entriesOf(text: string): readonly Entry[] {
  const lines = new LineCounter()
  // Equal keys were looked for before the edit: the library compares each key with every other one.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
    uniqueKeys: false,
  })
  const images = isMap(document.contents) ? document.contents.get('images', true) : undefined
  if (!isSeq(images)) return []
  return images.items.filter(isMap).map((entry) => {
    const name = String(entry.get('name') ?? '')
    return {
      name,
      newName: String(entry.get('newName') ?? name),
      line: lines.linePos(rangeOf(entry)[0]).line,
    }
  })
}
