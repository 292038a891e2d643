import { expect, test } from 'vitest'
import { endpointHost } from '../../../src/inputs/aws-fields.ts'

test.each([
  ['sts.example.com', 'sts.example.com'],
  ['STS.Example.com:8443', 'sts.example.com:8443'],
  ['sts.example.com:443', 'sts.example.com'],
  ['gateway', 'gateway'],
  ['10.1.2.3:8443', '10.1.2.3:8443'],
  ['[fd00::1]:8443', '[fd00::1]:8443'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
])('%s is the host %s', (given, host) => {
  expect(endpointHost(given)).toEqual({ value: host })
})

test.each([
  ['https://sts.example.com', /has a scheme/],
  ['sts.example.com/', /has a path/],
  [String.raw`sts.example.com\x`, /has a path/],
  ['sts.example.com?x', /has a path/],
  ['sts.example.com#x', /has a path/],
  ['*.example.com', /is a pattern/],
  ['a.example.com, b.example.com', /one a line/],
  ['sts.example.com.', /ends with a dot/],
  ['sts.example.com:', /host:port/],
  ['sts.example.com:0443', /host:port/],
  ['sts.example.com:99999', /host:port/],
  [':8443', /host:port/],
  ['2130706433', /host:port/],
  ['0x7f.1', /host:port/],
  ['bücher.example', /host:port/],
  ['ｓts.example.com', /host:port/],
  ['sts%2eexample.com', /host:port/],
  ['a\u0000b', /host:port/],
  ['https:sts.example.com', /host:port/],
])('%s is none', (given, mistake) => {
  expect(endpointHost(given)).toMatchObject({ mistake: expect.stringMatching(mistake) })
})

test('a password is not repeated', () => {
  expect(endpointHost('user:hunter2@sts.example.com')).toMatchObject({ confidential: true })
})
