import type { Checkout } from './source.ts'

/** `git status --porcelain=v2 --branch -z` (git-status, "Porcelain Format Version 2"). */
export function parseStatus(status: string): Checkout | undefined {
  const records = status.split('\0')
  const head = records.find((record) => record.startsWith('# branch.oid '))?.slice('# branch.oid '.length)
  if (!head || !/^[0-9a-f]{40,64}$/.test(head)) return undefined
  const fieldsBefore: Record<string, number> = { '1 ': 8, '2 ': 9, 'u ': 10, '? ': 1, '! ': 1 }
  const modified = records.flatMap((record, index) => {
    // Behind a rename (2) stands its old path, whatever that looks like.
    const skip = records[index - 1]?.startsWith('2 ') ? undefined : fieldsBefore[record.slice(0, 2)]
    return skip === undefined ? [] : [record.split(' ').slice(skip).join(' ')]
  })
  return { head, modified }
}
