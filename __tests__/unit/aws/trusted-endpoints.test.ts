import { describe, expect, test } from 'vitest'
import { planEndpoints } from '../../../src/aws/trusted-endpoints.ts'
import type { Problem } from '../../../src/errors/errors.ts'
import type { Endpoints } from '../../../src/plan/access.ts'
import { HOST, host, problemsOf } from '../builders.ts'
import { plan, pushPlan } from '../doors/deploy/plan/planned.ts'

interface Given {
  variables?: Record<string, string>
  trusted?: string[]
  credentials?: 'oidc' | 'ambient'
  registry?: string
}

function judged({ variables = {}, trusted = [], credentials = 'oidc', registry = HOST }: Given): {
  endpoints: Endpoints
  problems: readonly Problem[]
} {
  const { value, problems } = planEndpoints(host(registry), {
    inputs: { trustedEndpoints: trusted, awsCredentials: credentials },
    source: { endpoints: new Map(Object.entries(variables)) },
  })
  return { endpoints: value, problems }
}

const sts = (url: string, trusted: string[] = []) =>
  judged({ variables: { AWS_ENDPOINT_URL_STS: url }, trusted })

describe('an address', () => {
  test.each([
    // Loopback, also in the forms that a URL reads as it.
    ['http://127.0.0.1:4566', 'http://127.0.0.1:4566/'],
    ['https://127.9.9.9', 'https://127.9.9.9/'],
    ['http://[::1]:4566', 'http://[::1]:4566/'],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]/'],
    ['http://LOCALHOST:4566/sts', 'http://localhost:4566/sts'],
    ['http://2130706433', 'http://127.0.0.1/'],
    ['http://0x7f.1', 'http://127.0.0.1/'],
    ['http://0177.0.0.1', 'http://127.0.0.1/'],
    // AWS's own.
    ['https://sts.us-east-1.amazonaws.com', 'https://sts.us-east-1.amazonaws.com/'],
    ['HTTPS://STS.us-east-1.AmazonAWS.com:443', 'https://sts.us-east-1.amazonaws.com/'],
    ['https://ｓts.us-east-1。amazonaws.com', 'https://sts.us-east-1.amazonaws.com/'],
  ])('%s is asked as %s', (given, url) => {
    expect(sts(given)).toEqual({
      endpoints: { STS: { variable: 'AWS_ENDPOINT_URL_STS', url }, ECR: undefined },
      problems: [],
    })
  })

  const UNTRUSTED = [
    'http://sts.us-east-1.amazonaws.com',
    'http://evil.example',
    'https://evil.example',
    'https://sts.us-east-1.amazonaws.com.',
    'https://sts.us-east-1.amazonaws.com:8443',
    'https://sts.us-east-1.amazonaws.com@evil.example/',
    'https://sts.us-east-1.amazonaws.com:x@evil.example/',
    'https://user@sts.us-east-1.amazonaws.com',
    'https://sts.us-east-1.amazonaws.com%2F@evil.example',
    'https://evil.example/sts.us-east-1.amazonaws.com',
    'https://evil.example#sts.us-east-1.amazonaws.com',
    'https://evil.example?sts.us-east-1.amazonaws.com',
    String.raw`https://evil.example\.sts.us-east-1.amazonaws.com`,
    'https://ѕts.us-east-1.amazonaws.com',
    'https://127.0.0.1.evil.example',
    'https://localhost.evil.example',
    'https://evil.localhost',
    'http://localhost.',
    'http://127.0.0.1@evil.example',
    'http://0.0.0.0',
    'http://0',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:169.254.169.254]',
    'http://169.254.169.254',
    'http://128.0.0.1',
    'http://10.0.0.1',
  ]
  test.each(UNTRUSTED)('%s is asked nothing', (given) => {
    const { endpoints, problems } = sts(given)
    expect(endpoints).toEqual({})
    expect(problems.map(({ code }) => code)).toEqual(['ENDPOINT_UNTRUSTED'])
  })

  test.each([
    'localhost:4566',
    '127.0.0.1',
    'ftp://x',
    'https://',
    '/x',
    'file:///etc/passwd',
    'javascript:x',
  ])('%s is none', (given) => {
    const { problems } = sts(given)
    expect(problems).toMatchObject([
      {
        code: 'INPUT_INVALID',
        message: `the variable AWS_ENDPOINT_URL_STS is "${given}", which is not the URL of an endpoint`,
        hint: expect.stringContaining('Unset the variable AWS_ENDPOINT_URL_STS'),
      },
    ])
  })
})

describe('a refusal', () => {
  test('names variable, host and service, says what to do, and does not hand the host to be trusted', () => {
    const { problems } = sts('https://evil.example:8443/path?x=y')
    expect(problems).toEqual([
      {
        code: 'ENDPOINT_UNTRUSTED',
        inputs: ['trusted-endpoints'],
        message:
          'the variable AWS_ENDPOINT_URL_STS names https://evil.example:8443 for STS in partition aws, which is not an endpoint of it',
        hint: expect.stringMatching(
          /^Unset the variable AWS_ENDPOINT_URL_STS.*GITHUB_ENV.*Only if .*trusted-endpoints\.$/,
        ),
      },
    ])
    expect(problems[0]?.hint).not.toContain('evil.example')
  })

  test.each(['https://user:hunter2@evil.example', 'user:hunter2@evil', 'x://user:hunter2@evil'])(
    'repeats no password: %s',
    (given) => {
      const [problem] = sts(given).problems
      expect(JSON.stringify(problem)).not.toMatch(/hunter2/)
    },
  )

  test('is one line, and a short one, whatever the variable holds', () => {
    for (const given of [`https://${'a.'.repeat(20_000)}example`, `x\n::error::y${'z'.repeat(20_000)}`]) {
      const [problem] = sts(given).problems
      expect(problem?.message.length).toBeLessThan(300)
      expect(problem?.message).not.toMatch(/\p{Cc}/u)
    }
  })

  test('over plain HTTP holds for a host that is trusted, too', () => {
    expect(sts('http://sts.corp.example', ['sts.corp.example']).problems).toMatchObject([
      { code: 'ENDPOINT_UNTRUSTED', hint: expect.stringMatching(/https:\/\/ address/) },
    ])
  })
})

describe('trusted-endpoints', () => {
  const trusted = ['sts.corp.example', 'sts.corp.example:8443']
  test.each([
    ['https://sts.corp.example', true],
    ['https://STS.corp.example/prefix', true],
    ['https://sts.corp.example:8443', true],
    ['https://sts.corp.example:9443', false],
    ['https://x.sts.corp.example', false],
    ['https://corp.example', false],
    ['https://sts.corp.example.evil.example', false],
    ['https://evil.example@sts.corp.example', false],
  ])('%s: %s', (given, isAsked) => {
    const { endpoints, problems } = sts(given, trusted)
    expect([endpoints.STS !== undefined, problems.length === 0]).toEqual([isAsked, isAsked])
  })
})

describe('variables', () => {
  const A = 'http://127.0.0.1:1'
  const B = 'http://127.0.0.1:2'

  test('of a service go before the one of all', () => {
    const { endpoints } = judged({ variables: { AWS_ENDPOINT_URL: A, AWS_ENDPOINT_URL_STS: B } })
    expect(endpoints).toEqual({
      STS: { variable: 'AWS_ENDPOINT_URL_STS', url: `${B}/` },
      ECR: { variable: 'AWS_ENDPOINT_URL', url: `${A}/` },
    })
  })

  test('are held against the service that they are for', () => {
    const variables = { AWS_ENDPOINT_URL: 'https://sts.us-east-1.amazonaws.com' }
    const { endpoints, problems } = judged({ variables })
    expect(endpoints.STS?.url).toBe('https://sts.us-east-1.amazonaws.com/')
    expect(problems.map(({ message }) => message)).toEqual([
      'the variable AWS_ENDPOINT_URL names https://sts.us-east-1.amazonaws.com for ECR in partition aws, which is not an endpoint of it',
    ])
  })

  test('are held against the partition of the registry', () => {
    const variables = { AWS_ENDPOINT_URL_STS: 'https://sts.cn-north-1.amazonaws.com.cn' }
    const registry = '465002806239.dkr.ecr.cn-north-1.amazonaws.com.cn'
    expect(judged({ variables, registry }).problems).toEqual([])
    expect(judged({ variables }).problems).toHaveLength(1)
  })

  test('count for nothing where they are to be ignored', () => {
    const variables = {
      AWS_ENDPOINT_URL: 'https://evil.example',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    }
    expect(judged({ variables })).toEqual({ endpoints: {}, problems: [] })
    const off = { ...variables, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' }
    expect(judged({ variables: off }).problems).toHaveLength(2)
  })
})

describe('sources of the credentials of a runner', () => {
  test.each([
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://169.254.170.23/v1/credentials', true],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://169.254.170.2/v2/x', true],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://[fd00:ec2::23]/v1/credentials', true],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://localhost:8080/x', true],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'https://evil.example/x', false],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://169.254.169.254/x', false],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://169.254.170.23:8080/x', false],
    ['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://169.254.169.254', true],
    ['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://[fd00:ec2::254]/', true],
    ['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://127.0.0.1:9911/', true],
    ['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://10.0.0.7', false],
  ])('%s at %s: %s', (variable, url, isAccepted) => {
    const { problems } = judged({ variables: { [variable]: url }, credentials: 'ambient' })
    expect(problems.length === 0).toBe(isAccepted)
    // With an OIDC token nobody asks there.
    expect(judged({ variables: { [variable]: url } }).problems).toEqual([])
  })
})

describe('a plan', () => {
  const evil = { endpoints: new Map([['AWS_ENDPOINT_URL', 'https://evil.example']]) }
  const OTHER = '999988887777.dkr.ecr.us-east-1.amazonaws.com'

  test('carries the endpoints with each registry', () => {
    const source = { endpoints: new Map([['AWS_ENDPOINT_URL', 'http://127.0.0.1:1']]) }
    const made = pushPlan({ 'login-registries': OTHER }, source)
    const endpoint = { variable: 'AWS_ENDPOINT_URL', url: 'http://127.0.0.1:1/' }
    for (const { endpoints } of [made.images[0].access, ...made.logins]) {
      expect(endpoints).toEqual({ STS: endpoint, ECR: endpoint })
    }
  })

  test('tells each problem once, however many registries there are', async () => {
    const problems = await problemsOf(() => plan({ 'login-registries': OTHER, tag: 'latest' }, evil))
    expect(problems.map(({ code }) => code).toSorted()).toEqual([
      'ENDPOINT_UNTRUSTED',
      'ENDPOINT_UNTRUSTED',
      'TAG_MUTABLE',
    ])
  })

  test('that asks nobody has none', () => {
    expect(plan({ push: 'false' }, evil).kind).toBe('check')
  })

  test('for base images of a pull request is refused, too', async () => {
    const problems = await problemsOf(() => plan({ push: 'false', 'login-registries': OTHER }, evil))
    expect(problems.map(({ code }) => code)).toEqual(['ENDPOINT_UNTRUSTED', 'ENDPOINT_UNTRUSTED'])
  })

  test('does not judge by a list that is refused itself', async () => {
    const problems = await problemsOf(() => plan({ 'trusted-endpoints': 'https://evil.example' }, evil))
    expect(problems.map(({ code, inputs }) => [code, inputs])).toEqual([
      ['INPUT_INVALID', ['trusted-endpoints']],
    ])
  })
})
