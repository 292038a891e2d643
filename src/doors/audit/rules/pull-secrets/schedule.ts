/** When a CronJob runs: which minutes of a day, on which days. Or always the same time after the last run. */
export type Schedule =
  | { readonly kind: 'clock'; readonly minutes: readonly number[]; readonly isDay: (day: Date) => boolean }
  | { readonly kind: 'every'; readonly seconds: number }

interface Range {
  readonly min: number
  readonly max: number
  readonly names: readonly string[]
}

const MINUTE: Range = { min: 0, max: 59, names: [] }
const HOUR: Range = { min: 0, max: 23, names: [] }
const DAY: Range = { min: 1, max: 31, names: [] }
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH: Range = { min: 1, max: 12, names: MONTHS }
const WEEKDAY: Range = { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] }

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** Longer than any schedule that is one. */
const LONGEST = 1000

/** A schedule as Kubernetes reads it (robfig/cron 3); undefined for a text that it refuses. */
export function parseSchedule(text: string): Schedule | undefined {
  if (text.length > LONGEST) return undefined
  // A zone moves all runs alike: what lies between two of them is the same, but for the two nights when clocks change.
  const bare = text.trim().replace(/^(?:CRON_)?TZ=\S+\s+/, '')
  if (bare.startsWith('@every ')) return parseEvery(bare.slice('@every '.length))
  const fields = (MACROS[bare] ?? bare).split(/\s+/)
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  if (fields.length !== 5) return undefined
  const [minutes, hours] = [parseField(minute, MINUTE), parseField(hour, HOUR)]
  const [days, months, weekdays] = [
    parseField(day, DAY),
    parseField(month, MONTH),
    parseField(weekday, WEEKDAY),
  ]
  if (!minutes || !hours || !days || !months || !weekdays) return undefined
  return {
    kind: 'clock',
    minutes: sorted(hours).flatMap((at) => sorted(minutes).map((past) => at * 60 + past)),
    isDay: (date) =>
      months.values.has(date.getUTCMonth() + 1) &&
      isDayOf({ days, weekdays }, days.values.has(date.getUTCDate()), weekdays.values.has(date.getUTCDay())),
  }
}

const sorted = ({ values }: Field): readonly number[] => [...values].toSorted((a, b) => a - b)

/** Either of them is enough where both are said. */
function isDayOf(said: { days: Field; weekdays: Field }, ofMonth: boolean, ofWeek: boolean): boolean {
  return said.days.any || said.weekdays.any ? ofMonth && ofWeek : ofMonth || ofWeek
}

interface Field {
  readonly values: ReadonlySet<number>
  /** Says nothing of its own: `*` or `?`. */
  readonly any: boolean
}

function parseField(text: string, range: Range): Field | undefined {
  const values = new Set<number>()
  let any = false
  for (const part of text.split(',').filter((one) => one !== '')) {
    const parsed = parsePart(part, range)
    if (!parsed) return undefined
    any ||= parsed.any
    for (let value = parsed.from; value <= parsed.to; value += parsed.step) values.add(value)
  }
  return { values, any }
}

/** `*`, `5`, `1-5`, `mon-fri`, each with `/2` behind it; `5/2` goes on to the end. */
function parsePart(text: string, range: Range) {
  const [span = '', stepText, ...more] = text.split('/')
  const step = stepText === undefined ? 1 : numberIn(stepText)
  if (more.length > 0 || step === undefined || step === 0) return undefined
  const [first = '', last, ...rest] = span.split('-')
  // What stands behind the dash counts for nothing then.
  if (first === '*' || first === '?') return { from: range.min, to: range.max, step, any: step === 1 }
  const from = valueIn(first, range)
  const to = last === undefined ? (stepText === undefined ? from : range.max) : valueIn(last, range)
  if (rest.length > 0 || from === undefined || to === undefined) return undefined
  return from < range.min || to > range.max || from > to ? undefined : { from, to, step, any: false }
}

const numberIn = (text: string): number | undefined => (/^\+?\d{1,4}$/.test(text) ? Number(text) : undefined)

function valueIn(text: string, { min, names }: Range): number | undefined {
  const index = names.indexOf(text.toLowerCase())
  return index < 0 ? numberIn(text) : index + min
}

const UNITS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 0.001,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
}

/** A duration as Go writes it: `1h30m`. Less than a second is one, and so is less than nothing. */
function parseEvery(text: string): Schedule | undefined {
  if (!/^[+-]?(?:\d{1,9}(?:\.\d{1,9})?(?:h|ms|m|s|us|µs|ns))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,9})?)(h|ms|m|s|us|µs|ns)/g)]
  const seconds = parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0)
  return { kind: 'every', seconds: text.startsWith('-') ? 1 : Math.max(1, Math.floor(seconds)) }
}

const DAY_MINUTES = 24 * 60
const FIRST = Date.UTC(2028, 0, 1)
/** Over a leap year and the one behind it: every date that most years have, and the longest way from one to the next. */
const DAYS = 366 + 365

/** The longest time between two runs, in hours; without end where there are none, or years lie between them. */
export function longestGap(schedule: Schedule): number {
  if (schedule.kind === 'every') return schedule.seconds / 3600
  const { minutes, isDay } = schedule
  if (minutes.length === 0) return Number.POSITIVE_INFINITY
  const [first = 0, last = 0] = [minutes[0], minutes.at(-1)]
  let longest = minutes.reduce((most, minute, at) => Math.max(most, minute - (minutes[at - 1] ?? minute)), 0)
  let before: number | undefined
  let days = 0
  for (let day = 0; day < DAYS; day += 1) {
    if (!isDay(new Date(FIRST + day * DAY_MINUTES * 60_000))) continue
    if (before !== undefined) longest = Math.max(longest, (day - before) * DAY_MINUTES + first - last)
    before = day
    days += 1
  }
  return days < 2 ? Number.POSITIVE_INFINITY : longest / 60
}
