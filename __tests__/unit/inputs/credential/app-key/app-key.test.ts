import { execFileSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appKey, appKeyToMask } from '../../../../../src/inputs/credential/app-key/app-key.ts'
import { makeAppKey } from '../../../../support/app-key.ts'
import { inputsOf } from '../../../builders.ts'

const { pem, privateKey, publicKey } = makeAppKey()
const PKCS1 = pem.trim()
const PKCS8 = String(privateKey.export({ type: 'pkcs8', format: 'pem' })).trim()
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const der = (type: 'pkcs1' | 'pkcs8') => privateKey.export({ type, format: 'der' }).toString('base64')
const lines = (text: string, end: string): string => text.split('\n').join(end)

const read = (given: string) => {
  const { inputs, problems } = inputsOf({ 'config-app-private-key': given })
  return { key: inputs.config.app.privateKey, problems }
}

describe.each([
  ['PKCS#1', PKCS1, der('pkcs1')],
  ['PKCS#8', PKCS8, der('pkcs8')],
])('%s is taken', (_, file, bare) => {
  test.each([
    ['as the file', `${file}\n`],
    ['with CRLF', lines(file, '\r\n')],
    ['indented', lines(file, '\n    ')],
    ['with \\n as two characters', `${lines(file, '\\n')}\\n`],
    ['with \\r\\n as four', lines(file, '\\r\\n')],
    ['on one line', lines(file, ' ')],
    ['in quotation marks', `"${lines(file, '\\n')}"`],
    ['as base64', base64(`${file}\n`)],
    ['as base64 on several lines', base64(file).replaceAll(/.{76}/g, '$&\n')],
    ['as base64 of it with \\n', base64(lines(file, '\\n'))],
    ['without its first and last line', file.split('\n').slice(1, -1).join('\n')],
    ['as bare base64 of its content', bare],
    ['with a byte order mark', `\uFEFF${file}`],
    [
      'with its certificate before it',
      `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${file}`,
    ],
    ['under the label of the other form', file.replaceAll('RSA PRIVATE', 'PRIVATE')],
  ])('%s', (_name, given) => {
    expect(read(given)).toEqual({ key: PKCS8, problems: [] })
    const masked = appKeyToMask(given)
    for (const form of [PKCS1, PKCS8]) expect(masked.join('\n')).toContain(form)
  })
})

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const short = makeAppKey(1024)
const cipher = { cipher: 'aes-128-cbc', passphrase: 'x', format: 'pem' } as const
const BODY = PKCS1.split('\n')

/** As `ssh-keygen -t rsa` writes it. */
function opensshKey(): string {
  const folder = mkdtempSync(join(tmpdir(), 'app-key-'))
  try {
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', join(folder, 'key')])
    return readFileSync(join(folder, 'key'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('what signs nothing for GitHub is refused, with what it is', () => {
  test.each([
    ['of OpenSSH', opensshKey(), 'is a private key of another kind'],
    ['with a passphrase', String(privateKey.export({ type: 'pkcs8', ...cipher })), 'with a passphrase'],
    [
      'with a passphrase, the older way',
      String(privateKey.export({ type: 'pkcs1', ...cipher })),
      'with a passphrase',
    ],
    ['of a curve', String(ec.export({ type: 'sec1', format: 'pem' })), 'is a private key of another kind'],
    [
      'of a curve, PKCS#8',
      String(ec.export({ type: 'pkcs8', format: 'pem' })),
      'is a private key of another kind',
    ],
    ['too short', short.pem, 'of fewer than 2048 bits'],
    ['public', String(publicKey.export({ type: 'spki', format: 'pem' })), 'is the public half'],
    ['public, PKCS#1', String(publicKey.export({ type: 'pkcs1', format: 'pem' })), 'is the public half'],
    ['a public one of SSH', 'ssh-rsa AAAAB3NzaC1yc2E= me@home', 'is the public half'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'is a certificate'],
    ['cut off', BODY.slice(0, 10).join('\n'), 'holds only a part'],
    ['the first line', BODY[0] ?? '', 'holds only a part'],
    ['without its middle', [...BODY.slice(0, 5), ...BODY.slice(9)].join('\n'), 'holds only a part'],
    ['a token', `ghs_${'a'.repeat(36)}`, 'is a token'],
    ['a client secret', 'a1'.repeat(20), 'is a client secret'],
    ['a fingerprint', 'SHA256:abcdefgh=', 'is the fingerprint'],
    ['stars', '***', 'is what GitHub shows'],
    ['a path', './app.private-key.pem', 'is the path of a file'],
    ['an ARN', 'arn:aws:kms:eu-west-1:465002806239:key/1', 'is an ARN'],
    ['some text', 'my key', 'is no private key'],
  ])('%s', (_, given, what) => {
    const { key, problems } = read(given)
    expect(key).toBeUndefined()
    expect(problems).toHaveLength(1)
    const [{ code, message, hint } = { code: '', message: '', hint: '' }] = problems
    expect(code).toBe('INPUT_INVALID')
    expect(message).toContain(
      `config-app-private-key ${what.startsWith('is') || what.startsWith('holds') ? what : ''}`,
    )
    expect(message).toContain(what)
    expect(hint).toContain('.pem')
    for (const line of given.split('\n').filter((one) => one.length > 20 && !/BEGIN|END/.test(one))) {
      expect(`${message}${hint}`).not.toContain(line)
    }
  })
})

test('a key with one wrong character is refused, or is the same key', () => {
  const body = BODY.slice(1, -1).join('')
  const at = fc.nat({ max: body.length - 3 })
  const other = fc.constantFrom(...'ABCDEFGHabcdefgh0123+/')
  fc.assert(
    fc.property(at, other, (index, character) => {
      fc.pre(body[index] !== character)
      const changed = `${body.slice(0, index)}${character}${body.slice(index + 1)}`
      const text = `${BODY[0]}\n${changed}\n${BODY.at(-1)}`
      const parsed = appKey(text)
      if ('value' in parsed) {
        // What of it is not used to sign may differ: the modulus and what is signed may not.
        const jwk = createPrivateKey(parsed.value).export({ format: 'jwk' })
        expect(jwk.n).toBe(privateKey.export({ format: 'jwk' }).n)
      } else {
        expect(parsed.confidential).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})

test('any text is answered, and never repeated', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
      const parsed = appKey(text)
      expect('mistake' in parsed && parsed.confidential).toBe(true)
      expect(appKeyToMask(text).length).toBeGreaterThanOrEqual(0)
    }),
  )
})
