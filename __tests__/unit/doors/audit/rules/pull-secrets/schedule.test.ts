import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestGap, parseSchedule } from '../../../../../../src/doors/audit/rules/pull-secrets/schedule.ts'

const gapOf = (text: string): number | undefined => {
  const schedule = parseSchedule(text)
  return schedule && longestGap(schedule)
}

test.each([
  ['0 */5 * * *', 5],
  ['0 */10 * * *', 10],
  ['17 */3 * * *', 3],
  ['0 */7 * * *', 7],
  ['*/5 * * * *', 1 / 12],
  ['* * * * *', 1 / 60],
  ['? ? ? ? ?', 1 / 60],
  ['0 0 * * *', 24],
  ['30 2,14 * * *', 12],
  ['0 8-18/2 * * *', 14],
  ['0 6/6 * * *', 12],
  ['0 0 * * MON-FRI', 72],
  ['0 */6 * * 1-5', 54],
  ['0 12 1 * *', 31 * 24],
  ['0 0 1 JAN *', 366 * 24],
  // Every second day of the month, or a Monday: `*/2` says something of its own, `*/1` does not.
  ['0 0 */2 * MON', 48],
  ['0 0 */1 * MON', 168],
  ['@hourly', 1],
  ['@daily', 24],
  ['@midnight', 24],
  ['@weekly', 168],
  ['@every 6h', 6],
  ['@every 1h30m', 1.5],
  ['@every 500ms', 1 / 3600],
  ['TZ=Europe/Berlin 0 */4 * * *', 4],
  ['CRON_TZ=UTC 0 */4 * * *', 4],
  [' 0  */4 * * * ', 4],
  ['+0 *-5/4 * * *', 4],
  ['@every -5h', 1 / 3600],
  [', * * * *', Number.POSITIVE_INFINITY],
  ['0 0 30 2 *', Number.POSITIVE_INFINITY],
  ['0 0 29 2 *', Number.POSITIVE_INFINITY],
])('the longest time between two runs of %s is %f hours', (text, hours) => {
  expect(gapOf(text)).toBeCloseTo(hours, 6)
})

test.each([
  '',
  'every hour',
  '0 */5 * *',
  '0 0 */5 * * *',
  '60 * * * *',
  '0 24 * * *',
  '0 0 0 * *',
  '0 0 * 13 *',
  '0 0 * * 7',
  '0 0 * * SON',
  '0 5-3 * * *',
  '*/0 * * * *',
  '*/-5 * * * *',
  '0 1-2-3 * * *',
  '0 */2/3 * * *',
  '-1 * * * *',
  '@DAILY',
  '@every',
  '@every soon',
  '@reboot',
  '0 {{ .Values.hours }} * * *',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as a repository has it
  '0 ${HOURS} * * *',
  '1'.repeat(2000),
])('%j is none', (text) => {
  expect(parseSchedule(text)).toBeUndefined()
})

describe('any schedule', () => {
  /** A field, and what it stands for, told without reading it. */
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant({ text: '*', values: range(min, max, 1) }),
      fc
        .integer({ min: 1, max: max - min })
        .map((step) => ({ text: `*/${step}`, values: range(min, max, step) })),
      fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 }).map((values) => ({
        ...{ text: values.join(','), values },
      })),
      fc
        .tuple(fc.integer({ min, max }), fc.integer({ min, max }), fc.integer({ min: 1, max: 5 }))
        .map(([a, b, step]) => [Math.min(a, b), Math.max(a, b), step] as const)
        .map(([from, to, step]) => ({ text: `${from}-${to}/${step}`, values: range(from, to, step) })),
    )
  const range = (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step)

  test('has the gap that walking through the minutes of three weeks finds', () => {
    fc.assert(
      fc.property(field(0, 59), field(0, 23), field(0, 6), (minute, hour, weekday) => {
        let [before, longest] = [-1, 0]
        for (let at = 0; at < 21 * 24 * 60; at += 1) {
          const [day, hours, minutes] = [Math.floor(at / 1440) % 7, Math.floor(at / 60) % 24, at % 60]
          const runs =
            weekday.values.includes(day) && hour.values.includes(hours) && minute.values.includes(minutes)
          if (!runs) continue
          if (before >= 0) longest = Math.max(longest, at - before)
          before = at
        }
        expect(gapOf(`${minute.text} ${hour.text} * * ${weekday.text}`)).toBeCloseTo(longest / 60, 6)
      }),
      { numRuns: 60 },
    )
  })

  test('is read, or refused, in time that its length alone decides', () => {
    const texts = [',', '/', '-', '*,', '1-', '0,', ' ', '@every 1h', '9'].map((part) => part.repeat(250_000))
    const start = performance.now()
    for (const text of texts) expect(parseSchedule(text)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
