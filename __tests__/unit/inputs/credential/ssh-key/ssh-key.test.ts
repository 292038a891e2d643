import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keyToMask, sshKey } from '../../../../../src/inputs/credential/ssh-key/ssh-key.ts'
import { formOfKey } from '../../../../support/ssh-key.ts'
import { inputsOf, parsedFrom } from '../../../builders.ts'

const KEY = formOfKey().trim()
const LINES = KEY.split('\n')
const BODY = LINES.slice(1, -1)
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const wrapped = (text: string): string => text.replaceAll(/.{76}/g, '$&\n')

const read = (given: string) => inputsOf({ 'config-ssh-key': given })

describe('what is plainly meant is taken', () => {
  test.each([
    ['the file', `${KEY}\n`],
    ['without the last line feed', KEY],
    ['indented', LINES.map((line) => `    ${line}`).join('\n')],
    ['indented by tabs, but for the first line', LINES.join('\n\t')],
    ['with CRLF', LINES.join('\r\n')],
    ['with CR', LINES.join('\r')],
    ['with empty lines', LINES.join('\n\n')],
    ['with spaces behind its lines', LINES.join('  \n')],
    ['on one line, with spaces', LINES.join(' ')],
    ['with \\n as two characters', `${LINES.join('\\n')}\\n`],
    ['with \\r\\n as four', LINES.join('\\r\\n')],
    ['with \\n that a program has escaped once more', LINES.join('\\\\n')],
    ['as base64 of it with \\n', base64(LINES.join('\\n'))],
    ['with what a web page has put into it unseen', KEY.replaceAll('BEGIN', '\u200BBEGIN')],
    ['in quotation marks', `"${KEY}"`],
    ['in quotation marks of a shell, with \\n', `'${LINES.join('\\n')}'`],
    ['as base64', base64(`${KEY}\n`)],
    ['as base64 on several lines', wrapped(base64(KEY))],
    ['as base64 in quotation marks', `"${base64(KEY)}"`],
    ['with dashes of a word processor', KEY.replaceAll('-----', '—–')],
    ['with the public half behind it', `${KEY}\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@home`],
    ['with a byte order mark', `\uFEFF${KEY}`],
    ['without its first and last line', BODY.join('\n')],
  ])('%s', (_, given) => {
    const { inputs, problems } = read(given)
    expect(problems).toEqual([])
    expect(inputs.config.sshKey).toBe(KEY)
    expect(keyToMask(given)).toEqual([KEY])
  })

  test('and lines come back where it had none', () => {
    const { config } = read([LINES[0], BODY.join(''), LINES.at(-1)].join('')).inputs
    expect(config.sshKey).toBe(KEY)
  })

  test.each(['pkcs1', 'pkcs8', 'sec1'] as const)('also as OpenSSL writes it: %s', (type) => {
    const key =
      type === 'sec1'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type, format: 'pem' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type, format: 'pem' })
    expect(read(String(key)).inputs.config.sshKey).toBe(String(key).trim())
    expect(read(base64(String(key))).inputs.config.sshKey).toBe(String(key).trim())
  })
})

const encryptedPem = generateKeyPairSync('rsa', { modulusLength: 1024 })
const cipher = { cipher: 'aes-128-cbc', passphrase: 'x', format: 'pem' } as const

describe('what is none is refused, with what it is', () => {
  test.each([
    ['half a key', LINES.slice(0, 3).join('\n'), 'holds only a part of a private key'],
    ['the other half', LINES.slice(3).join('\n'), 'holds only a part of a private key'],
    ['the first line', LINES[0], 'holds only a part of a private key'],
    [
      'one without its middle',
      [LINES[0], ...BODY.slice(2), LINES.at(-1)].join('\n'),
      'holds only a part of a private key',
    ],
    [
      'one without a line near its end',
      [...LINES.slice(0, -3), ...LINES.slice(-2)].join('\n'),
      'holds only a part of a private key',
    ],
    ['a part of its base64', base64(KEY).slice(0, 200), 'holds only a part of a private key'],
    [
      'the public half',
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPublic me@home',
      'is the public half of a key, which belongs to the deploy keys of the config repository',
    ],
    [
      'the public half in base64',
      base64('ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB me@home'),
      'is the public half of a key, which belongs to the deploy keys of the config repository',
    ],
    [
      'the public half of OpenSSL',
      String(encryptedPem.publicKey.export({ type: 'spki', format: 'pem' })),
      'is the public half of a key, which belongs to the deploy keys of the config repository',
    ],
    [
      'a key with a passphrase',
      formOfKey({ cipher: 'aes256-ctr' }),
      'is a key with a passphrase, which nobody can enter in a job',
    ],
    [
      'one of OpenSSL',
      String(encryptedPem.privateKey.export({ type: 'pkcs8', ...cipher })),
      'is a key with a passphrase, which nobody can enter in a job',
    ],
    [
      'an older one',
      String(encryptedPem.privateKey.export({ type: 'pkcs1', ...cipher })),
      'is a key with a passphrase, which nobody can enter in a job',
    ],
    [
      'a key of PuTTY',
      'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\nAAAA',
      'is a key of PuTTY, which ssh cannot read',
    ],
    [
      'a key of a hardware token',
      formOfKey({ type: 'sk-ssh-ed25519@openssh.com' }),
      'is a key of a hardware token, which is not in this runner',
    ],
    ['a path', '~/.ssh/id_ed25519', 'is the path of a file, and this input takes what is in it'],
    ['a path from the root', '/home/me/deploy', 'is the path of a file, and this input takes what is in it'],
    ['the name of a file', 'deploy.pem', 'is the path of a file, and this input takes what is in it'],
    ['a fingerprint', 'SHA256:AbCdEf0123456789', 'is the fingerprint of a key, and not the key'],
    ['a token', 'ghp_0123456789abcdef', 'is a token, and no SSH key'],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      'is a certificate, and no private key',
    ],
    [
      'a key of PGP',
      '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ==\n-----END PGP PRIVATE KEY BLOCK-----',
      'is a key of PGP, and none of SSH',
    ],
    ['a mask', '***', 'is what GitHub shows in the place of a secret'],
    ['anything else', 'not a key', 'is no private SSH key'],
  ])('%s', (_, given = '', mistake) => {
    const { inputs, problems } = read(given)
    expect(inputs.config.sshKey).toBeUndefined()
    expect(problems.map(({ message }) => message)).toEqual([`config-ssh-key ${mistake}`])
    const parts = given.split(/\s+/).filter((part) => part.length > 20 && !part.includes('---'))
    for (const part of parts) expect(JSON.stringify(problems)).not.toContain(part)
  })

  test('and no plan says that it is empty', () => {
    const { problems } = parsedFrom((name) => (name === 'config-ssh-key' ? 'not a key' : ''))
    expect(problems.filter(({ inputs }) => inputs?.includes('config-ssh-key'))).toHaveLength(1)
  })
})

test('a key of ssh-keygen is taken as it is, and one with a passphrase is not', () => {
  const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
  const made = (name: string, type: string, passphrase: string): string => {
    const path = `${folder}/${name}`
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-f', path])
    return execFileSync('cat', [path], { encoding: 'utf8' })
  }
  try {
    for (const type of ['ed25519', 'ecdsa', 'rsa']) {
      const key = made(type, type, '')
      expect(sshKey(key)).toEqual({ value: key.trim() })
      expect(sshKey(made(`${type}-with`, type, 'passphrase'))).toMatchObject({ confidential: true })
    }
  } finally {
    execFileSync('rm', ['-r', folder])
  }
})
