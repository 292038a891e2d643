import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { makePlan } from '../../../../../src/doors/deploy/plan/make-plan.ts'
import { ERROR_CODES, type Problem, StepError } from '../../../../../src/errors/errors.ts'
import { ACCOUNT, aSource, DEPLOYING, HOST, inputsOf, ROLE } from '../../../builders.ts'

const NAMES = Object.keys((parse(readFileSync('action.yml', 'utf8')) as { inputs: object }).inputs)

/** Values as people give them, right, wrong and hostile; a random text alone would be refused at the first look. */
const VALUES = fc.oneof(
  fc.constantFrom(
    ...['', ' ', 'true', 'false', 'auto', 'never', 'ambient', 'oidc', 'both', 'skip', 'write', '3600', '1'],
    ...[ACCOUNT, '12345678901', HOST, ROLE, 'public.ecr.aws', `https://${HOST}/x`, `${HOST}=${ROLE}`],
    ...['arn:aws-cn:iam::465002806239:role/x', '999988887777.dkr.ecr.cn-north-1.amazonaws.com.cn'],
    ...['us-east-1', 'cn-north-1', 'latest', 'main', 'v1.2.3', 'a'.repeat(40), 'acme/platform-config'],
    ...[
      'apps/*/overlays/prod',
      '../x',
      '-rf',
      '--upload-pack=x',
      '$(id)',
      '`id`',
      '::error::x',
      '##[add-mask]x',
    ],
    ...['a\nb', 'a\u0000b', '{nope}', 'git@github.com:a/b.git', 'file:///etc'],
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const INPUTS = fc.dictionary(fc.constantFrom(...NAMES), VALUES, { maxKeys: 8 })
const ADDRESSES = fc.oneof(
  fc.constantFrom('http://127.0.0.1:1', 'https://sts.amazonaws.com', 'https://a\nb', 'x\n::error::y'),
  fc.webUrl({ authoritySettings: { withUserInfo: true, withPort: true } }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
)
const SOURCES = fc.record({
  event: fc.constantFrom('push', 'pull_request', 'schedule', 'workflow_run', 'merge_group', ''),
  ref: fc.constantFrom('refs/heads/main', 'refs/heads/x', 'refs/tags/v1.2.3', 'refs/pull/7/merge', ''),
  fromFork: fc.boolean(),
  fromPullRequest: fc.boolean(),
  fromDependabot: fc.boolean(),
  idTokenAvailable: fc.boolean(),
  endpoints: fc
    .dictionary(fc.constantFrom('AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_STS'), ADDRESSES)
    .map((variables) => new Map(Object.entries(variables))),
  environmentRegion: fc.constantFrom(undefined, 'us-east-1', 'nowhere'),
})

function problemsOfPlan(given: Record<string, string>, source: object): readonly Problem[] {
  try {
    makePlan(inputsOf(given), aSource(source))
    return []
  } catch (error) {
    if (error instanceof StepError) return error.problems
    throw error
  }
}

/** An input of action.yml, a permission of the job, an action of IAM, a claim, a setting of git or of the runner, a variable. */
const NAMED = new RegExp(
  `(?<![\\w-])(?:${[...NAMES, 'permissions', 'id-token', 'actions/checkout'].join('|')})(?![\\w-])|sts:|ecr:|variable AWS_`,
)

describe('any inputs', () => {
  test('give a plan, or refusals whose hint names what to change', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(INPUTS, SOURCES, fc.boolean(), (given, source, onTop) => {
        const inputs = onTop ? { ...DEPLOYING, ...given } : given
        for (const { code, message, hint } of problemsOfPlan(inputs, source)) {
          expect(ERROR_CODES).toHaveProperty(code)
          expect(message.length).toBeGreaterThan(10)
          expect(hint).toMatch(NAMED)
          // A control character of a value could begin a line of the log, and so a command.
          expect(`${message}${hint}`).not.toMatch(/\p{Cc}/u)
        }
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS || 10_000) },
    )
  })
})
