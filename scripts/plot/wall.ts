import type { Figure, Place } from '../bench/report.ts'

/** Wall time at a place. undefined: it was not measured. */
export const wallOf = (
  figures: readonly Figure[] | undefined,
  { axis, way, size }: Pick<Place, 'axis' | 'way' | 'size'>,
): number | undefined =>
  figures?.find(
    ({ at }) => at?.measure === 'wallMs' && at.axis === axis && at.way === way && at.size === size,
  )?.value
