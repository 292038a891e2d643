import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { HOST_KEYS } from '../../../../../src/config-repository/git/remote/host-keys.ts'

const ROWS = HOST_KEYS.split('\n').map((line) => line.split(' '))

/** As `ssh-keygen -lf` prints it. */
const fingerprint = (key: string): string =>
  createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')

// From the documentation of each host.
test.each([
  ['github.com', 'ssh-ed25519', '+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU'],
  ['github.com', 'ecdsa-sha2-nistp256', 'p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM'],
  ['[ssh.github.com]:443', 'ssh-rsa', 'uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2s'],
  ['gitlab.com', 'ssh-ed25519', 'eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8'],
  ['gitlab.com', 'ecdsa-sha2-nistp256', 'HbW3g8zUjNSksFbqTiUWPWg2Bq1x8xdGUrliXFzSnUw'],
  ['[altssh.gitlab.com]:443', 'ssh-rsa', 'ROQFvPThGrW4RuWLoL9tq9I9zJ42fK4XywyRtbOz/EQ'],
  ['bitbucket.org', 'ssh-ed25519', 'ybgmFkzwOSotHTHLJgHO0QN8L0xErw6vd0VhFA9m3SM'],
  ['bitbucket.org', 'ecdsa-sha2-nistp256', 'FC73VB6C4OQLSCrjEayhMp9UMxS97caD/Yyi2bhW/J0'],
  ['[altssh.bitbucket.org]:443', 'ssh-rsa', '46OSHA1Rmj8E8ERTC6xkNcmGOw9oFxYr0WF6zWW8l1E'],
  ['ssh.dev.azure.com', 'ssh-rsa', 'ohD8VZEXGWo6Ez8GSEJQ9WpafgLFsOfLOtGGQCQo6Og'],
  ['vs-ssh.visualstudio.com', 'ssh-rsa', 'ohD8VZEXGWo6Ez8GSEJQ9WpafgLFsOfLOtGGQCQo6Og'],
])('the %s key of %s is the published one', (host, type, published) => {
  const rows = ROWS.filter(([hosts = '', kind]) => hosts.split(',').includes(host) && kind === type)
  expect(rows.map(([, , key = '']) => fingerprint(key))).toEqual([published])
})

test('no other key is built in', () => {
  expect(ROWS).toHaveLength(10)
})
