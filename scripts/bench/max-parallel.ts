import { atATime, bake, openRoomForMany } from './build-ways.ts'
import { type Figure, median } from './report.ts'

const LIMITS = [1, 2, 3, 4, 6, 8, 12]
const ROUNDS = 3

/** What the default of max-parallel was chosen by. It takes minutes. */
export async function maxParallel(): Promise<readonly Figure[]> {
  await using world = await openRoomForMany()
  if (!world) return []
  const ways = [
    { what: 'docker buildx bake of 12 images', way: bake, spent: [] as number[] },
    ...LIMITS.map((limit) => ({
      what: `docker buildx build, ${limit} at a time`,
      way: atATime(limit),
      spent: [] as number[],
    })),
  ]
  await bake(world)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { way, spent } of ways) spent.push(await way(world))
  }
  return ways.map(({ what, spent }) => ({
    what: `${what} (median of ${ROUNDS})`,
    value: median(spent),
    unit: 's',
  }))
}
