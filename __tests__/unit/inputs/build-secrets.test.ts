import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secretFile, secretsToMask, secretValues, secretVariable } from '../../../src/inputs/build-secrets.ts'
import { inputsOf, must } from '../builders.ts'
import { mistakeIn, taken } from '../doors/deploy/parsed.ts'

describe('secrets', () => {
  test.each([
    ['one', 'npm=abc', [['npm', 'abc']]],
    [
      'several, with blank lines',
      '\n  npm=abc\n\n\tpip=def  \r\n',
      [
        ['npm', 'abc'],
        ['pip', 'def'],
      ],
    ],
    [
      'a YAML list',
      '- npm=a, b=c\n- "key=one\ntwo"',
      [
        ['npm', 'a, b=c'],
        ['key', 'one\ntwo'],
      ],
    ],
    ['equals signs in the value', 'npm=a=b==', [['npm', 'a=b==']]],
    ['quotation marks in the value', 'npm=a"b"c', [['npm', 'a"b"c']]],
    ['a quoted value on one line, as it stands', 'npm="a b"', [['npm', '"a b"']]],
    [
      'a value that spans lines',
      '"key=one\ntwo\n"\nnpm=abc',
      [
        ['key', 'one\ntwo\n'],
        ['npm', 'abc'],
      ],
    ],
    [
      'Windows line ends',
      '"key=one\r\ntwo"\r\nnpm=abc\r\n',
      [
        ['key', 'one\r\ntwo'],
        ['npm', 'abc'],
      ],
    ],
    ['doubled quotation marks', '"json={""a"": ""b""}"', [['json', '{"a": "b"}']]],
    ['an ID with . and -', 'a.b-c_d=x', [['a.b-c_d', 'x']]],
    ['an empty value, which the plan judges', 'npm=', [['npm', '']]],
    ['an ID in capitals with an empty value', 'NPM_TOKEN=', [['NPM_TOKEN', '']]],
    ['an empty quoted value', '"npm="', [['npm', '']]],
    ['a quoted entry whose value begins with a quotation mark', '"npm=""abc"', [['npm', '"abc']]],
  ])('takes %s', (_, given, expected) => {
    expect(taken(secretValues(given))).toEqual(expected.map(([id, value]) => ({ id, value })))
  })

  test.each([
    ['no equals sign', 'just-a-secret', 'line 1 is not of the form ID=value'],
    ['no ID', '=secret', 'line 1 is not'],
    ['an ID that is none', 'a b=secret', 'line 1 is not'],
    ['a comma in the ID', 'a,src=secret', 'line 1 is not'],
    ['a quotation mark that is not closed', 'npm=abc\n"key=one\ntwo', 'line 2 is not'],
    ['text behind the closing quotation mark', '"key=one" two', 'line 1 is not'],
    ['text behind a quoted value', 'npm="a"b', 'line 1 opens a quotation mark behind the "="'],
    ['a quotation mark in the wrong place', 'key="one\ntwo"', 'line 1 opens a quotation mark behind the "="'],
  ])('refuses %s', (_, given, mistake) => {
    expect(mistakeIn(secretValues(given))).toContain(mistake)
  })

  test.each([
    [1, [2], ''],
    [5, [2, 3, 4, 5, 6], ''],
    [6, [2, 3, 4, 5, 6], ' and 1 more'],
    [9, [2, 3, 4, 5, 6], ' and 4 more'],
  ])('tells %i mistakes together, up to a number that can be read', (length, told, more) => {
    const lines = Array.from({ length }, (_, index) => `secret ${index}`)
    const each = told.map((line) => `line ${line} is not of the form ID=value`).join('; ')
    expect(mistakeIn(secretValues(['npm=abc', ...lines].join('\n')))).toBe(`is refused: ${each}${more}`)
  })

  test('counts lines over entries that span several', () => {
    expect(mistakeIn(secretValues('"key=one\ntwo"\n\nno secret'))).toBe(
      'is refused: line 4 is not of the form ID=value',
    )
  })

  const KEY = ['-----BEGIN KEY-----', 'q83vEjRWeJqrze8', 'AbCd0123xyzW=', '-----END KEY-----']

  test.each([
    ['a key without an ID', KEY],
    ['a key whose entry is not quoted', [`key=${KEY[0]}`, ...KEY.slice(1)]],
    ['padding alone', ['AbCd0123xyzW=']],
    ['double padding alone', ['AbCd0123xyzW==']],
  ])('says and masks nothing less than all of %s', (_, lines) => {
    const given = lines.join('\n')
    const { problems } = inputsOf({ secrets: given })
    expect(problems.map(({ code, inputs }) => ({ code, inputs }))).toEqual([
      { code: 'INPUT_INVALID', inputs: ['secrets'] },
    ])
    const told = JSON.stringify(problems)
    for (const line of KEY) expect(told).not.toContain(line.replace(/=+$/, ''))
    for (const line of lines) expect(secretsToMask(given).join('\n')).toContain(line)
  })

  test('masks values only where all is well, so that IDs stay readable', () => {
    expect(secretsToMask('npm=abc\n"key=one\ntwo"')).toEqual(['abc', 'one\ntwo'])
  })

  test('takes any value that is quoted as CSV, and masks exactly that', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9_][\w.-]{0,10}$/)
    const entry = fc.record({ id, value: fc.string({ minLength: 1, unit: 'grapheme' }) })
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1 }), (entries) => {
        // An ID of mixed case without a value is taken for the end of a key.
        const given = entries.filter(({ value }) => value !== '=')
        const text = given.map(({ id, value }) => `"${`${id}=${value}`.replaceAll('"', '""')}"`).join('\n')
        expect(taken(secretValues(text))).toEqual(given)
        expect(secretsToMask(text)).toEqual(given.map(({ value }) => value))
      }),
    )
  })

  test('reads a long text that is no secret at all in no time', () => {
    const started = performance.now()
    secretValues('"a\n'.repeat(50_000))
    expect(performance.now() - started).toBeLessThan(8_000)
  })
})

test('every way to give a secret ends in the inputs', () => {
  const { inputs, problems } = inputsOf({
    secrets: 'a=1',
    'secret-envs': 'b=B_TOKEN\nc=C_TOKEN',
    'secret-files': 'd=.npmrc',
  })
  expect(problems).toEqual([])
  expect(inputs.images[0].build).toMatchObject({
    secrets: [{ id: 'a', value: '1' }],
    secretEnvs: [
      { id: 'b', variable: 'B_TOKEN' },
      { id: 'c', variable: 'C_TOKEN' },
    ],
    secretFiles: [{ id: 'd', path: '.npmrc' }],
  })
})

describe('secret-envs and secret-files', () => {
  test('take an ID and where its value is', () => {
    expect(taken(secretVariable('npm.token-1=NPM_TOKEN_1'))).toEqual({
      id: 'npm.token-1',
      variable: 'NPM_TOKEN_1',
    })
    expect(taken(secretFile('npm.rc-1= config/.npmrc'))).toEqual({ id: 'npm.rc-1', path: 'config/.npmrc' })
  })

  test.each(['the value', 'npm=a-b', 'npm=', '=NPM', 'npm', 'a,b=C'])(
    'an environment refuses %j',
    (given) => {
      expect(mistakeIn(secretVariable(given))).toContain('not of the form ID=VARIABLE')
      const [problem] = inputsOf({ 'secret-envs': given }).problems
      expect(must(problem).message).not.toContain(given)
    },
  )

  test.each([
    ['npmrc', 'not of the form ID=path'],
    ['npmrc=', 'not of the form ID=path'],
    ['a b=c', 'not of the form ID=path'],
    ['npmrc=a\rb', 'not of the form ID=path'],
    ['npmrc=-x', 'begins with "-"'],
    ['npmrc=a\u0000b', 'control character'],
  ])('a file refuses %j', (given, mistake) => {
    expect(mistakeIn(secretFile(given))).toContain(mistake)
  })
})
