import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as aws from '../../../src/inputs/aws-fields.ts'
import * as fields from '../../../src/inputs/fields.ts'
import { ACCOUNT, HOST, ROLE } from '../builders.ts'
import { mistakeIn, taken } from '../doors/deploy/parsed.ts'

describe('text', () => {
  test.each(['plain', 'with spaces', 'ünï', '-x', 'quotes \' and "'])('takes one line: %s', (given) => {
    expect(taken(fields.text(given))).toBe(given)
  })

  test.each(['a\nb', 'a\rb', 'a\tb', 'a\0b', '\u001b[31mred', 'a\u007fb'])(
    'refuses control characters: %j',
    (given) => {
      expect(mistakeIn(fields.text(given))).toContain('control character')
    },
  )
})

describe('flag', () => {
  test.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
  ])('reads %s as YAML 1.2 does', (given, expected) => {
    expect(taken(fields.flag(given))).toBe(expected)
  })

  test.each(['yes', 'no', '1', '0', 'on', 'tRue', 'true.', 'untrue', 'falsey', 'truefalse', 'true\nfalse'])(
    'refuses %j',
    (given) => {
      expect(mistakeIn(fields.flag(given))).toBe('is not a boolean')
    },
  )
})

describe('oneOf', () => {
  const pin = fields.oneOf('tag', 'digest', 'both')
  test.each(['tag', 'digest', 'both'])('takes %s', (given) => {
    expect(taken(pin(given))).toBe(given)
  })
  test.each(['Tag', 'tags', 'tag,digest', 'toString', '__proto__'])(
    'refuses %s and lists what is allowed',
    (given) => {
      expect(mistakeIn(pin(given))).toBe('is not one of tag, digest, both')
    },
  )
})

describe('integer', () => {
  const seconds = fields.integer(900, 43_200)
  test.each(['900', '901', '3600', '43200'])('takes %s', (given) => {
    expect(taken(seconds(given))).toBe(Number(given))
  })
  test.each(['899', '43201', '0', '-900', '+900', '900.0', '9e2', '0x384', '1_000', '1h', '99999999999999'])(
    'refuses %s',
    (given) => {
      expect(mistakeIn(seconds(given))).toBe('is not a whole number from 900 to 43200')
    },
  )
})

describe('author', () => {
  test.each([
    ['deploy-bot <deploy-bot@example.com>', 'deploy-bot', 'deploy-bot@example.com'],
    ['A <a@b>', 'A', 'a@b'],
    ['Zoë van der Berg <z@example.com>', 'Zoë van der Berg', 'z@example.com'],
    [
      'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>',
      'github-actions[bot]',
      '41898282+github-actions[bot]@users.noreply.github.com',
    ],
  ])('takes %s', (given, name, email) => {
    expect(taken(fields.author(given))).toEqual({ name, email })
  })
  test.each([
    'deploy-bot',
    'deploy-bot@example.com',
    '<deploy-bot@example.com>',
    ' <a@b>',
    'a<a@b>',
    'a <>',
    'a <a@b> x',
    'a <a@b> <c@d>',
    'a <a b@c>',
    'a\nb <a@b>',
    'a <a@b\n>',
    'a <a@b>\ncommitter x',
  ])('refuses %j, which would break the header of the commit', (given) => {
    expect(mistakeIn(fields.author(given))).toBe('is not of the form Name <address>')
  })
})

describe('argument', () => {
  test.each(['.', './app', 'services/identity', 'a b', 'app/-x'])('takes %s', (given) => {
    expect(taken(fields.argument(given))).toBe(given)
  })
  test.each(['-', '-f', '--output=type=local', '-v/:/host'])(
    'refuses %s, which would be an option or stdin',
    (given) => {
      expect(mistakeIn(fields.argument(given))).toContain('begins with "-"')
    },
  )
  test('refuses a line break', () => {
    expect(mistakeIn(fields.argument('a\nb'))).toContain('line break')
  })
})

describe('platform', () => {
  test.each([
    'linux/amd64',
    'linux/arm64',
    'linux/arm/v7',
    'linux/arm64/v8',
    'windows/amd64',
    'linux/riscv64',
  ])('takes %s', (given) => {
    expect(taken(fields.platform(given))).toBe(given)
  })
  test.each([
    'amd64',
    'linux',
    'Linux/amd64',
    'linux/amd64/',
    '/amd64',
    'linux/amd64,linux/arm64',
    '--push',
    'linux amd64',
  ])('refuses %s', (given) => {
    expect(mistakeIn(fields.platform(given))).toBe('is not a platform')
  })
})

describe('buildArg and label', () => {
  test.each(['A=1', '_a=', 'NODE_VERSION=24', 'A=b=c', 'A=--x'])('buildArg takes %s', (given) => {
    expect(taken(fields.buildArg(given))).toBe(given)
  })
  test.each(['A', '=1', '1A=2', 'A B=1', '--secret=x', 'A-B=1', 'A=\u0007'])(
    'buildArg refuses %j',
    (given) => {
      expect(mistakeIn(fields.buildArg(given))).toBe('is not of the form NAME=value')
    },
  )
  test.each(['a=1', 'com.example/team=payments', 'org.opencontainers.image.title=x y'])(
    'label takes %s',
    (given) => {
      expect(taken(fields.label(given))).toBe(given)
    },
  )
  test.each(['a', '=x', '-a=x', 'a b=c', '.a=x', 'a=\u0007'])('label refuses %j', (given) => {
    expect(mistakeIn(fields.label(given))).toBe('is not of the form name=value')
  })
})

describe('refPattern', () => {
  test.each(['main', 'release/*', 'refs/tags/v*', '**/!(x)', 'release/!'])('takes %s', (given) => {
    expect(taken(fields.refPattern(given))).toBe(given)
  })
})

describe('branchName', () => {
  test.each([
    ['main', 'main'],
    ['release/1.2', 'release/1.2'],
    ['refs/heads/main', 'main'],
    ['feature/a-b_c', 'feature/a-b_c'],
    ['a@b', 'a@b'],
    ['@a', '@a'],
    ['a@', 'a@'],
    ['a/refs/heads/b', 'a/refs/heads/b'],
    ['ümlaut', 'ümlaut'],
  ])('takes %s', (given, branch) => {
    expect(taken(fields.branchName(given))).toBe(branch)
  })
  // git check-ref-format(1), rules 1 to 9, and --branch for the leading dash.
  test.each([
    '-main',
    '--upload-pack=x',
    'refs/heads/-main',
    'refs/heads/',
    '.hidden',
    'a/.b',
    'a..b',
    'a.lock',
    'a.lock/b',
    'a/',
    '/a',
    'a//b',
    'a.',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    'a@{1}',
    'a\nb',
    'a\u007fb',
    '@',
  ])('refuses %j', (given) => {
    expect(mistakeIn(fields.branchName(given))).toBe('is not a branch name')
  })
})

test('no one-line parser lets a line break or NUL through, whatever surrounds it', () => {
  const oneLine: readonly fields.Parser<unknown>[] = [
    fields.text,
    fields.flag,
    fields.integer(0, 9),
    aws.roleArn,
    aws.accountId,
    aws.region,
    aws.ecrHost,
    aws.repositoryName,
    aws.sessionName,
    fields.author,
    fields.argument,
    fields.platform,
    fields.branchName,
  ]
  const good = ['main', 'true', '5', ROLE, ACCOUNT, HOST, 'a/b', 'Name <a@b>', 'linux/amd64', 'us-east-1']
  fc.assert(
    fc.property(
      fc.constantFrom(...good),
      fc.constantFrom('\n', '\r', '\0', '\r\n'),
      fc.string(),
      (start, cut, rest) => {
        for (const parse of oneLine)
          expect(parse(`${start}${cut}${rest}`), String(parse)).toHaveProperty('mistake')
      },
    ),
  )
})

describe('pathPattern', () => {
  test.each([
    'services/api',
    'services/api/**',
    './services/api/',
    '!**/*.md',
    '!(docs)/**',
    'web/\\[slug\\]/page.tsx',
    '.github/workflows/a..b.yml',
    'docs/!../a',
    '.',
  ])('takes %s', (given) => {
    expect(taken(fields.pathPattern(given))).toBe(given)
  })

  test.each([
    '',
    '!',
    '/services/api',
    '!/services',
    '..',
    '../shared',
    'services/../shared',
    '!services/..',
  ])('refuses "%s", which no file of a repository can match', (given) => {
    expect(mistakeIn(fields.pathPattern(given))).toContain('from the root of the repository')
  })
})

describe('repositorySlug', () => {
  test.each(['acme/identity-service', 'a/b.c_d-e'])('takes %s', (given) => {
    expect(taken(fields.repositorySlug(given))).toBe(given)
  })

  test.each(['acme', 'acme/a/b', '/acme/a', 'https://github.com/acme/a', '-a/b', 'a b/c'])(
    'refuses %s',
    (given) => {
      expect(mistakeIn(fields.repositorySlug(given))).toContain('owner/name')
    },
  )
})
