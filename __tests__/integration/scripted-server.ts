import { type Part, type Reply, startPart } from '../support/part.ts'

/** Answers with these, one after the other, and with the last one for ever: for answers that no embedded part gives. */
export function startScripted(...replies: readonly [Reply, ...Reply[]]): Promise<Part> {
  const left = [...replies]
  return startPart({
    action: () => 'any',
    answer: () => (left.length > 1 ? left.shift() : left[0]) ?? replies[0],
  })
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: JSON.stringify(body),
})
