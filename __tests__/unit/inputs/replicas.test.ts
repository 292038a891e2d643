import { describe, expect, test } from 'vitest'
import { ACCOUNT, inputsOf } from '../builders.ts'

const DUBLIN = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`

function replicasOf(replicas: string) {
  const { inputs, problems } = inputsOf({ replicas })
  expect(problems).toEqual([])
  const { patterns, timeoutSeconds } = inputs.config.replicas
  return { places: patterns.map(({ account, region }) => [account, region]), timeoutSeconds }
}

const mistakesOf = (replicas: string) =>
  inputsOf({ replicas }).problems.map(({ inputs, message, hint }) => `${inputs}: ${message} | ${hint}`)

describe('replicas', () => {
  test('are none by default, with five minutes for each look', () => {
    expect(replicasOf('')).toEqual({ places: [], timeoutSeconds: 300 })
  })

  test.each([
    [`hosts: [${DUBLIN}]`, [[ACCOUNT, 'eu-west-1']]],
    [`hosts: ${DUBLIN}`, [[ACCOUNT, 'eu-west-1']]],
    [DUBLIN, [[ACCOUNT, 'eu-west-1']]],
    [
      `- ${DUBLIN}\n- us-*`,
      [
        [ACCOUNT, 'eu-west-1'],
        [undefined, 'us-*'],
      ],
    ],
    [`hosts:\n- ${DUBLIN.replace('eu-west-1', 'eu-*')}\n`, [[ACCOUNT, 'eu-*']]],
    [`hosts: [${ACCOUNT}.dkr-ecr.eu-west-1.on.aws]`, [[ACCOUNT, 'eu-west-1']]],
    [
      'regions: [eu-west-1, "*"]',
      [
        [undefined, 'eu-west-1'],
        [undefined, '*'],
      ],
    ],
    [
      'regions: eu-*, us-*',
      [
        [undefined, 'eu-*'],
        [undefined, 'us-*'],
      ],
    ],
    [
      `{ hosts: [${DUBLIN}], regions: [us-*] }`,
      [
        [ACCOUNT, 'eu-west-1'],
        [undefined, 'us-*'],
      ],
    ],
  ])('%j are places', (given, places) => {
    expect(replicasOf(given)).toEqual({ places, timeoutSeconds: 300 })
  })

  test.each([
    ['90s', 90],
    ['0s', 0],
    ['10m', 600],
    ['10 min', 600],
    ['1h', 3600],
  ])('take a time: %s', (timeout, seconds) => {
    expect(replicasOf(`{ regions: [eu-*], timeout: ${timeout} }`).timeoutSeconds).toBe(seconds)
  })

  test.each([
    ['hosts: [', /^replicas: replicas is not valid YAML/],
    ['[]', /names neither a host nor a region.*Write replicas as in: \{ hosts:/],
    ['timeout: 5m', /names neither a host nor a region/],
    [
      `host: ${DUBLIN}`,
      /replicas has no key host\. Did you mean hosts\? \| The keys of replicas are hosts, regions, timeout\./,
    ],
    [
      `hosts: [${DUBLIN}/team/web]`,
      /replicas\.hosts\[0\] is "\S+", which has a path.*such as: 465002806239\.dkr\.ecr\.eu-west-1\.amazonaws\.com$/,
    ],
    ['hosts: [123.dkr.ecr.eu-*.amazonaws.com]', /replicas\.hosts\[0\] .*12 digits/],
    [`hosts: [${ACCOUNT}.dkr.ecr.eu-*.example.com]`, /replicas\.hosts\[0\]/],
    ['hosts: [ghcr.io]', /is not the host name of a private ECR registry/],
    ['hosts: [{ host: x }]', /replicas\.hosts\[0\] is no text/],
    ['hosts: [https://u:secret@x.example.com]', /^replicas: replicas\.hosts\[0\] has a scheme(?!.*secret)/],
    [
      'regions: [Ireland]',
      /replicas\.regions\[0\] is "Ireland", which is neither an AWS region nor a pattern.*eu-\*/,
    ],
    ['regions: [eu-west]', /neither an AWS region/],
    [
      '{ regions: [eu-*], timeout: 300 }',
      /replicas\.timeout is "300", which has no unit \| Give replicas\.timeout a value such as: 5m/,
    ],
    ['{ regions: [eu-*], timeout: 2h }', /no time of at most 1h/],
    ['{ regions: [eu-*], timeout: [] }', /no time of at most 1h/],
  ])('%j is refused', (given, message) => {
    expect(mistakesOf(given)).toEqual([expect.stringMatching(message)])
  })

  test('are refused with all that is wrong', () => {
    expect(mistakesOf('{ hosts: [ghcr.io, docker.io], zones: [a], timeout: soon }')).toHaveLength(4)
  })
})
