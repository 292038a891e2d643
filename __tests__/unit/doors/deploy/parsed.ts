import type { Parsed } from '../../../../src/inputs/fields.ts'

export function taken<T>(parsed: Parsed<T>): T | undefined {
  return 'value' in parsed ? parsed.value : undefined
}

export function mistakeIn<T>(parsed: Parsed<T>): string {
  return 'mistake' in parsed ? parsed.mistake : 'no mistake'
}
