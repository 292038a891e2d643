import { refuse } from '../refusal.ts'
import type { Source } from './git-nodes.ts'

export interface Page {
  first?: number | null
  last?: number | null
  after?: string | null
}

/** A page of a list; the cursors count, as GitHub's do. */
export function connection<Item>(page: Page, items: readonly Item[], node: (item: Item) => unknown): Source {
  const size = page.first ?? page.last
  if (size === undefined || size === null) {
    refuse({
      status: 200,
      type: 'MISSING_PAGINATION_BOUNDARIES',
      message: 'You must provide a `first` or `last` value to properly paginate the connection.',
    })
  }
  if (size > 100 || size < 1) {
    const message = `Requesting ${size} records on the connection exceeds the \`first\` limit of 100 records.`
    refuse({ status: 200, type: 'EXCESSIVE_PAGINATION', message })
  }
  const after = page.after ? Number(Buffer.from(page.after, 'base64').toString()) : 0
  const from = page.first ? after : Math.max(0, items.length - size)
  const shown = items.slice(from, from + size)
  const cursor = (index: number): string => Buffer.from(String(from + index + 1)).toString('base64')
  const nodes = () => Promise.all(shown.map(node))
  return {
    totalCount: items.length,
    nodes,
    edges: async () => (await nodes()).map((each, index) => ({ cursor: cursor(index), node: each })),
    pageInfo: {
      hasNextPage: from + size < items.length,
      hasPreviousPage: from > 0,
      startCursor: shown.length > 0 ? cursor(0) : null,
      endCursor: shown.length > 0 ? cursor(shown.length - 1) : null,
    },
  }
}
