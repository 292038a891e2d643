/** Numbers that look random and are the same for the same seed (mulberry32). */
export interface Random {
  /** From 0 up to, but without, the limit. */
  below(limit: number): number
  chance(probability: number): boolean
  pick<T>(values: readonly T[]): T
  /** Each value or not; at least one of them. */
  some<T>(values: readonly T[]): T[]
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  const pick = <T>(values: readonly T[]): T => {
    const value = values.at(below(values.length))
    if (value === undefined) throw new Error('there is nothing to pick')
    return value
  }
  return {
    below,
    chance: (probability) => next() < probability,
    pick,
    some: (values) => {
      const chosen = values.filter(() => next() < 0.5)
      return chosen.length > 0 ? chosen : [pick(values)]
    },
  }
}
