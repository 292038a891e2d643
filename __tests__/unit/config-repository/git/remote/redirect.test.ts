import { describe, expect, test } from 'vitest'
import { locationIn, movedTo, redirectIn } from '../../../../../src/config-repository/git/remote/redirect.ts'

const URL = 'https://git.example/acme/config.git'
const READ = '/info/refs?service=git-upload-pack'
const to = (location: string, url = URL) => movedTo({ status: 301, url, location })

describe('movedTo', () => {
  test.each([
    [`https://git.example/acme/other.git${READ}`, 'https://git.example/acme/other.git'],
    [`https://git.example:443/acme/other.git${READ}`, 'https://git.example/acme/other.git'],
    ['https://git.example/x/info/refs?service=git-receive-pack', 'https://git.example/x'],
    [`/acme/other.git${READ}`, 'https://git.example/acme/other.git'],
    [`//git.example/acme/other.git${READ}`, 'https://git.example/acme/other.git'],
    [`../../other.git${READ}`, 'https://git.example/acme/other.git'],
    [`HTTPS://GIT.example/acme/other.git${READ}`, 'https://git.example/acme/other.git'],
  ])('takes an address on the same server: %s', (location, address) => {
    expect(to(location)).toBe(address)
  })

  test.each([
    `http://git.example/acme/config.git${READ}`,
    `https://git.example:8443/acme/config.git${READ}`,
    `https://git.example.evil.example/acme/config.git${READ}`,
    `https://git.example@evil.example/acme/config.git${READ}`,
    `https://user@git.example/acme/config.git${READ}`,
    `https://user:password@git.example/acme/config.git${READ}`,
    `//evil.example/acme/config.git${READ}`,
    `\\\\evil.example/acme/config.git${READ}`,
    `https:\\\\evil.example/acme/config.git${READ}`,
    `/\t/evil.example/acme/config.git${READ}`,
    `file:///acme/config.git${READ}`,
    `ssh://git.example/acme/config.git${READ}`,
    `ext::https://git.example/acme/config.git${READ}`,
    'https://git.example/acme/config.git',
    'https://git.example/acme/config.git/info/refs',
    'https://git.example/login?service=git-upload-pack',
    `https://git.example/login?next=${READ}`,
    `https://git.example/acme/config.git${READ}&more`,
    `https://git.example/acme/config.git${READ}#x`,
    'https://',
    '',
  ])('takes no other one: %j', (location) => {
    expect(to(location)).toBeUndefined()
  })

  test('takes plain HTTP on loopback alone', () => {
    const location = `/acme/other.git${READ}`
    expect(to(location, 'http://127.0.0.1:3000/acme/config.git')).toBe('http://127.0.0.1:3000/acme/other.git')
    expect(to(location, 'http://git.example/acme/config.git')).toBeUndefined()
  })
})

describe('what git says of a redirect', () => {
  test.each([
    ["fatal: unable to access 'https://h/': The requested URL returned error: 302", 302],
    ['error: RPC failed; HTTP 307 curl 22 The requested URL returned error: 307\nfatal: the remote end', 307],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 404", undefined],
    ['remote: The requested URL returned error: 302', undefined],
    ['', undefined],
  ])('is its number: %j', (stderr, status) => {
    expect(redirectIn(stderr)).toBe(status)
  })

  test('and, with a trace, the last address', () => {
    const line = (text: string) => `10:00:00.123456 http.c:684              ${text}\n`
    const trace = [
      line('=> Send header: location: https://sent.example/'),
      line('<= Recv header: location: https://one.example/'),
      line('<= Recv header: Location:https://two.example/ '),
      line('<= Recv header: x-location: https://three.example/'),
    ].join('')
    expect(locationIn(trace)).toBe('https://two.example/')
    expect(locationIn('')).toBeUndefined()
  })
})
