import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RULES } from '../../../../../src/doors/audit/rules/all.ts'
import { examplePod } from '../../../../../src/doors/audit/rules/example-pod.ts'
import type { Audited, Found, Rule } from '../../../../../src/doors/audit/rules/rule.ts'
import { auditedOf, type Files } from '../../../../support/audit/audited.ts'

/** Parts of references, and what people and machines make of them. */
const part = fc.constantFrom(
  ...[
    '123456789012',
    '465002806239',
    '46500',
    'ACCOUNT',
    '<account>',
    '$' + '{A}',
    '{{ a }}',
    '.dkr.ecr.',
    '.dkr-ecr.',
  ],
  ...[
    'us-east-1',
    'cn-north-1',
    '.amazonaws.com',
    '.on.aws',
    '/',
    '/web',
    ':',
    '@',
    'sha256:',
    '0'.repeat(64),
    'latest',
  ],
  ...[
    'v1.4.2',
    'https://',
    ' ',
    '\n',
    '\u0007',
    '\u202e',
    'ENC[',
    'A',
    '~',
    '',
    'arn:aws:iam::',
    ':role/',
    'web',
  ],
)
const text = fc.oneof(
  fc.array(part, { maxLength: 10 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const filesOf = (image: string, role: string, tag: string): Files => ({
  'pod.yaml': examplePod(JSON.stringify(image)),
  'account.json': JSON.stringify({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'a', annotations: { 'eks.amazonaws.com/role-arn': role } },
  }),
  'base/pod.yaml': examplePod('web'),
  'base/kustomization.yaml': 'resources: [pod.yaml]',
  'prod/kustomization.yaml': JSON.stringify({
    resources: ['../base'],
    images: [{ name: 'web', newName: image, newTag: tag }],
  }),
})

test('whatever is written, every rule tells one line of it, at a place that is there', () => {
  fc.assert(
    fc.property(text, text, text, (image, role, tag) => {
      const audited = auditedOf(filesOf(image, role, tag))
      for (const rule of RULES) {
        for (const { at, message, hint } of rule.check(audited)) {
          expect(`${message} ${hint}`).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
          expect(message.length).toBeLessThan(2_000)
          expect(at.start).toBeLessThanOrEqual(at.end)
          expect(at.end).toBeLessThanOrEqual(at.source.text.length)
        }
      }
    }),
    { numRuns: 100 },
  )
})

/** The files with what a fix sets in them: all that the safe fixes of these rules do. */
function fixed(files: Files, { fix }: Found): Files {
  const texts = new Map(Object.entries(files))
  for (const change of fix?.changes ?? []) {
    if (change.kind !== 'set') throw new Error(`a ${change.kind} is no change of these rules`)
    const { at, to } = change
    const old = String(texts.get(at.source.path))
    texts.set(at.source.path, `${old.slice(0, at.start)}${JSON.stringify(to)}${old.slice(at.end)}`)
  }
  return Object.fromEntries(texts)
}

const countOf = (rule: Rule, audited: Audited): number => [...rule.check(audited)].length
const errorsOf = (audited: Audited): number =>
  RULES.flatMap((rule) =>
    [...rule.check(audited)].filter(({ severity = rule.severity }) => severity === 'error'),
  ).length

test('a fix that is safe leaves less to be said by its rule, and no error that was not there', () => {
  let count = 0
  fc.assert(
    fc.property(text, text, text, (image, role, tag) => {
      const files = filesOf(image, role, tag)
      const before = auditedOf(files)
      for (const rule of RULES) {
        for (const found of [...rule.check(before)].filter(({ fix }) => fix?.safety === 'safe')) {
          count += 1
          const after = auditedOf(fixed(files, found))
          expect(countOf(rule, after)).toBeLessThan(countOf(rule, before))
          expect(errorsOf(after)).toBeLessThanOrEqual(errorsOf(before))
        }
      }
    }),
    {
      numRuns: 100,
      examples: [['123456789012.dkr.ecr.us-east-1.amazonaws.com/a', 'arn:aws:iam::123456789012:role/a', '']],
    },
  )
  expect(count).toBeGreaterThan(0)
})
