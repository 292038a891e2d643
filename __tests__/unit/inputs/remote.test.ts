import { describe, expect, test } from 'vitest'
import { gitRemote } from '../../../src/inputs/config-inputs.ts'

describe('gitRemote', () => {
  test.each([
    ['acme/platform-config', { slug: 'acme/platform-config', transport: 'slug' }],
    ['acme/platform-config.git', { slug: 'acme/platform-config', transport: 'slug' }],
    ['acme/acme.github.io', { slug: 'acme/acme.github.io', transport: 'slug' }],
    ['a-b/c.d_e', { slug: 'a-b/c.d_e', transport: 'slug' }],
    ['https://github.com/acme/x', { url: 'https://github.com/acme/x', transport: 'https', slug: 'acme/x' }],
    [
      'https://github.com/acme/x.git',
      { url: 'https://github.com/acme/x.git', transport: 'https', slug: 'acme/x' },
    ],
    [
      'https://ghe.example:8443/acme/x/',
      { url: 'https://ghe.example:8443/acme/x/', transport: 'https', slug: 'acme/x' },
    ],
    ['http://127.0.0.1:3000/a/b', { url: 'http://127.0.0.1:3000/a/b', transport: 'https', slug: 'a/b' }],
    [
      'ssh://git@github.com/acme/x.git',
      { url: 'ssh://git@github.com/acme/x.git', transport: 'ssh', slug: 'acme/x' },
    ],
    [
      'ssh://deploy-bot@my-host/acme/x',
      { url: 'ssh://deploy-bot@my-host/acme/x', transport: 'ssh', slug: 'acme/x' },
    ],
    ['ssh://git@h:2222/acme/x', { url: 'ssh://git@h:2222/acme/x', transport: 'ssh', slug: 'acme/x' }],
    [
      'git@github.com:acme/config.git',
      { url: 'git@github.com:acme/config.git', transport: 'ssh', slug: 'acme/config' },
    ],
    ['file:///srv/git/config.git', { url: 'file:///srv/git/config.git', transport: 'file' }],
  ])('reads %s', (given, value) => {
    expect(gitRemote(given)).toEqual({ value })
  })

  test.each([
    ['https://token@github.com/a/b', 'holds a credential'],
    ['https://x:y@github.com/a/b', 'holds a credential'],
    ['ssh://git:secret@github.com/a/b', 'holds a credential'],
    ['git://github.com/a/b', 'the transport "git:"'],
    ['ftp://h/a/b', 'the transport "ftp:"'],
    ['https://', 'is not a URL that git understands'],
    ['git@host:x://a/b', 'is not a URL that git understands'],
    ['ssh://-option@host/a/b', 'names a host that begins with "-"'],
    ['ssh://%2DoProxyCommand=x/a/b', 'names a host with a "%"'],
    ['ssh://git@%2doProxyCommand=x/a/b', 'names a host with a "%"'],
    ['ssh://%5B-oProxyCommand=x%5D/a/b', 'names a host with a "%"'],
    ['ssh://%2doption@host/a/b', 'names a host that begins with "-"'],
    ['https://%2Dhost/a/b', 'names a host that begins with "-"'],
    ['acme', 'is neither owner/name nor a git URL'],
    ['acme/x/y', 'is neither owner/name nor a git URL'],
    ['/srv/git/config.git', 'is neither owner/name nor a git URL'],
    ['../config', 'is neither owner/name nor a git URL'],
    ['-u/x', 'is neither owner/name nor a git URL'],
    ['ext::sh -c touch% /tmp/x', 'has white space'],
    ['ext::sh', 'is neither owner/name nor a git URL'],
    ['git@host:-oProxyCommand=x', 'is neither owner/name nor a git URL'],
    ['-oProxyCommand=x@host:a/b', 'is neither owner/name nor a git URL'],
    ['a/b\nc', 'has white space'],
    ['a/b c', 'has white space'],
    ['a/b\u0000', 'has white space'],
  ])('refuses %j: %s', (given, mistake) => {
    expect(gitRemote(given)).toMatchObject({ mistake: expect.stringContaining(mistake) })
  })

  test.each(['ssh://-oProxyCommand=x/a/b', 'ssh://-oProxyCommand=x@host/a/b', '-x@host:a/b'])(
    'never hands ssh an option as the host: %s',
    (given) => {
      expect(gitRemote(given)).toHaveProperty('mistake')
    },
  )

  test.each(['https://gitlab.example/group/sub/project.git', 'git@gitlab.example:group/sub/project.git'])(
    'does not take the end of a longer path for owner/name, which links would be made of: %s',
    (given) => {
      expect(gitRemote(given)).not.toHaveProperty('value.slug')
    },
  )
})
