import { isRecord } from './text.ts'

/** What lies in a parsed value of others on the way of these names, whatever it is; undefined where one is not there. */
export const fieldOf = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>(
    (from, name) => (isRecord(from) && Object.hasOwn(from, name) ? from[name] : undefined),
    value,
  )

/** A value of another type says nothing. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The id of an object of git. It becomes a part of a path, a link, and of a line of the log. */
export const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value) ? value : undefined
