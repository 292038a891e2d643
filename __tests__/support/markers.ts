import { randomBytes } from 'node:crypto'

/** Random and recognisable: a leak names the secret that leaked, and no scanner takes it for a real key. */
export const marker = (name: string): string => `marker-${name}-${randomBytes(12).toString('hex')}`

/** For values that AWS restricts to word characters. */
export const wordMarker = (name: string): string =>
  `MARKER${name.toUpperCase()}${randomBytes(10).toString('hex').toUpperCase()}`

export interface MarkerSource {
  /** Every secret value ever issued. */
  markers(): string[]
}
