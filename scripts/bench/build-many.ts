import { bake, oneAfterAnother, openRoomForMany, step } from './build-ways.ts'
import { type Figure, median } from './report.ts'

const ROUNDS = 3

/** Twelve images on one builder: the step over `docker buildx bake`, and over builds one after another. */
export async function manyImages(): Promise<readonly Figure[]> {
  await using world = await openRoomForMany()
  if (!world) return []
  // First, so that the builder has the base of all of them.
  const serial = await oneAfterAnother(world)
  const rounds: { bake: number; step: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ bake: await bake(world), step: await step(world) })
  }
  const baked = median(rounds.map((round) => round.bake))
  const own = median(rounds.map((round) => round.step))
  return [
    { what: `docker buildx bake of 12 images (median of ${ROUNDS})`, value: baked, unit: 's' },
    { what: '12 times docker buildx build, from 4 of them', value: serial, unit: 's' },
    { what: `the step with 12 images (median of ${ROUNDS})`, value: own, unit: 's' },
    { what: 'the step over bake', value: own / baked, unit: 'x', goal: 1.5, ceiling: 2 },
    { what: 'the step over one after another', value: own / serial, unit: 'x', goal: 0.33, ceiling: 0.45 },
  ]
}
