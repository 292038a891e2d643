/** Loaded before a step (`--import`): its clock is wrong by so many minutes, and time goes on from there. */
const shift = Number(process.env.WRONG_CLOCK_MINUTES) * 60_000
const RealDate = Date

globalThis.Date = class extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length > 0 ? given : [RealDate.now() + shift]) as [number]))
  }

  static override now(): number {
    return RealDate.now() + shift
  }
} as DateConstructor
