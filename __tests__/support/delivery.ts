import { must } from '../unit/builders.ts'
import { burstFile, burstFiles } from './burst.ts'
import { type ConfigRoom, openConfigRoom } from './config-room.ts'
import type { WriterTask } from './writers.ts'

export const OVERLAY = 'apps/shared'
export const FILE = burstFile(OVERLAY)

/** A run that deploys these images at a commit of the service. */
export const runOf = (commit: string, id = '77', names: readonly string[] = ['api']): WriterTask => ({
  id,
  images: names.map((name) => ({ name, overlays: [OVERLAY] })),
  commit,
})

/** Three services in one file, all at the first of three commits, and the runs that deploy the other two. */
export interface Delivery extends ConfigRoom {
  second: WriterTask
  third: WriterTask
}

export async function openDelivery(): Promise<Delivery> {
  const room = await openConfigRoom({
    service: [{ 'app.txt': 'one\n' }, { 'app.txt': 'two\n' }, { 'app.txt': 'three\n' }],
    config: ([first = '']) => burstFiles([runOf(first, '0', ['api', 'web', 'worker'])], first),
  })
  const [second, third] = [1, 2].map((index) => runOf(must(room.commits[index]), `7${index}`))
  return Object.assign(room, { second: must(second), third: must(third) })
}

/** The tag of the first service now, and the commits that a run made. */
export async function deliveredBy(room: ConfigRoom, { id }: WriterTask) {
  const text = (await room.config.file(FILE)) ?? ''
  const own = (await room.config.log()).filter(({ message }) =>
    message.includes(`Correlation-Id: gh-${id}-1`),
  )
  return { tag: /newTag: "(.*)" # of api/.exec(text)?.[1], commits: own.map(({ sha }) => sha) }
}
