import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StepError } from '../../../src/errors/errors.ts'
import { writeReport } from '../../../src/report/write-report.ts'
import { inert, keptLog, type Log, runnerLog } from '../../../src/runner/log.ts'

/** How the runner looks for commands: `ActionCommand.TryParseV2` after .NET's TrimStart, and `TryParse` for `##[`. */
const DOTNET_SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const isCommand = (line: string): boolean =>
  new RegExp(`^${DOTNET_SPACE}*::`).test(line) || line.includes('##[')

describe('inert', () => {
  test.each([
    '::set-env name=PATH::/evil',
    '  ::error::x',
    '\t::add-mask::x',
    '\u00a0::stop-commands::x',
    '\u0085::error::x',
    '\u2003::error::x',
    ':::error::x',
    '::::',
    '##[error]x',
    'text ##[command]x',
    '###[x]',
    '##[##[x',
  ])('%j is no command any more', (line) => {
    expect(isCommand(line)).toBe(true)
    expect(isCommand(inert(line))).toBe(false)
  })

  test.each(['plain', 'a::b', 'std::string', 'http://x', '# [x]', '[x]', ': x', '', '  indented'])(
    '%j stays as it is',
    (line) => {
      expect(inert(line)).toBe(line)
    },
  )

  test('nothing is a command afterwards', () => {
    const piece = fc.constantFrom(
      '::',
      ':',
      '##[',
      '#',
      '[',
      ' ',
      '\t',
      '\u0085',
      '\u00a0',
      '\u2028',
      '\ufeff',
      'error',
      'x',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const line = pieces.join('')
        expect(isCommand(inert(line))).toBe(false)
        if (!isCommand(line)) expect(inert(line).replaceAll(' ', '')).toBe(line.replaceAll(' ', ''))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('what is written', () => {
  let written = ''
  beforeEach(() => {
    written = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      written += String(chunk)
      return true
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  const commands = () => written.split(/\r\n|\r|\n/).filter(isCommand)

  test.each(['a\n::error::x', 'a\r::error::x', 'a\r\n##[error]x', '::error::x'])(
    'info of %j runs no command',
    (text) => {
      runnerLog.info(text)
      expect(commands()).toEqual([])
    },
  )

  test('a group has one start, one end, and no command in between', async () => {
    await runnerLog.group('title\n::error::x', async () => runnerLog.info('::error::y'))
    const found = commands()
    expect(found).toHaveLength(2)
    expect(found[0]).toMatch(/^::group::title/)
    expect(found[1]).toBe('::endgroup::')
  })

  test.each(['notice', 'warning'] as const)('%s moves no cursor and paints nothing', (kind) => {
    runnerLog[kind]('a\u001b[31m\tred\u009b2J\n\u0007b')
    expect(written).toBe(`::${kind}::a [31m\tred 2J%0A b\n`)
  })

  test('nor does an error, or what it was caused by', async () => {
    const cause = new Error('c\u001b[2Jd')
    const error = new StepError([{ code: 'EDIT_UNSAFE', message: 'a\u001b[31mb', hint: 'h\u009b1mi' }], cause)
    await writeReport({ error, outputs: {}, summary: '' }, {})
    expect(written).toContain('a [31mb%0AWhat to change: h 1mi\n')
    expect(written).toContain('caused by Error: c [2Jd\n')
  })

  test.each(['notice', 'warning'] as const)('%s is one command, whatever the text', (kind) => {
    runnerLog[kind]('a\n::error::x\r\n%0A::error::y')
    expect(commands()).toHaveLength(1)
  })
})

test('a log that is kept has each warning and each notice once, in their order, and passes everything on', async () => {
  const lines: string[] = []
  const say = (level: string) => (text: string) => lines.push(`${level} ${text}`)
  const inner: Log = {
    info: say('info'),
    notice: say('notice'),
    warning: say('warning'),
    group: (title, work) => {
      lines.push(title)
      return work()
    },
  }
  const { log, said } = keptLog(inner)
  for (const text of ['b', 'a', 'b']) log.warning(text)
  log.notice('n')
  log.info('i')
  expect(await log.group('g', async () => 1)).toBe(1)
  expect(said()).toEqual({ warnings: ['b', 'a'], notices: ['n'] })
  expect(lines).toEqual(['warning b', 'warning a', 'warning b', 'notice n', 'info i', 'g'])
})
