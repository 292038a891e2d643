import { burst, loops } from './gitops-burst.ts'
import { large } from './gitops-large.ts'
import { openGround } from './gitops-room.ts'
import type { Figure } from './report.ts'

const LATENCY_MS = 50
const OVER_HTTP = { writers: 40, transport: 'http' } as const

/** The commit in the config repository: under a burst of writers, and in the repository of a large organisation. */
export async function gitops(): Promise<readonly Figure[]> {
  await using slow = await openGround(LATENCY_MS)
  await using fast = await openGround(0)
  return [
    ...(await burst(slow, { writers: 100, transport: 'file' })),
    ...(await burst(slow, OVER_HTTP)),
    ...(await loops(slow, OVER_HTTP)),
    ...(await large(fast)),
  ]
}
