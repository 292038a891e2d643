import { isScalar } from 'yaml'
import { refuse } from '../refuse.ts'
import { splice } from '../yaml/lines.ts'
import { isSameMeaning, meaningOfMap } from '../yaml/meaning.ts'
import { rangeOf } from '../yaml/range.ts'
import { renderScalar } from '../yaml/scalar.ts'
import { type ChartFile, type Field, readChart } from './chart-file.ts'

/** A value, and what it becomes. */
export interface FieldEdit {
  readonly field: Field
  readonly text: string
}

/** The text with these values, every other byte as it was; proved. @throws StepError EDIT_UNSAFE. */
export function editFields(chart: ChartFile, edits: readonly FieldEdit[]): string {
  const { file } = chart
  const splices = edits.map(({ field, text }) => {
    const [start, end] = rangeOf(field.node)
    return { start, end, text: renderScalar(text, field.node.type) }
  })
  const edited = splice(file.text, splices)
  if (meansThe(chart, edits, edited)) return edited
  return refuse(file, edits[0]?.field.line, {
    message: 'cannot be edited exactly: the edited text does not mean what was asked for',
    hint: 'Write one key a line, or set chart-version: off.',
  })
}

/** The same as before, where the edited values are set in what was parsed. */
function meansThe(chart: ChartFile, edits: readonly FieldEdit[], edited: string): boolean {
  const after = readChart({ ...chart.file, text: edited })
  const before = readChart(chart.file)
  const wanted = new Map(edits.map(({ field, text }) => [rangeOf(field.node)[0], text]))
  let set = 0
  const visit = (node: unknown): void => {
    if (isScalar(node)) {
      const text = wanted.get(rangeOf(node)[0])
      if (text === undefined) return
      node.value = text
      set += 1
      return
    }
    for (const part of partsOf(node)) visit(part)
  }
  visit(before.root)
  return set === wanted.size && isSameMeaning(meaningOfMap(after.root), meaningOfMap(before.root))
}

function partsOf(node: unknown): readonly unknown[] {
  const { items, key, value } = (node ?? {}) as { items?: readonly unknown[]; key?: unknown; value?: unknown }
  return items ?? [key, value].filter((part) => part !== undefined && part !== null)
}
