import { expect, test } from 'vitest'
import { expirationsIn } from '../../../../src/aws/registry/lifecycle.ts'

const policy = (...selections: readonly object[]): string =>
  JSON.stringify({ rules: selections.map((selection, index) => ({ rulePriority: index + 1, selection })) })

const CASES: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  [
    'by number and by age',
    policy(
      { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 },
      {
        tagStatus: 'tagged',
        tagPrefixList: ['v', 'main-'],
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: 30,
      },
      { tagStatus: 'tagged', tagPatternList: ['*-rc'], countType: 'imageCountMoreThan', countNumber: 1 },
    ),
    [
      'rule 1 removes all but the newest 10 images',
      'rule 2 removes images tagged v* or main-* after 30 days',
      'rule 3 removes all but the newest 1 images tagged *-rc',
    ],
  ],
  [
    'not what has no tag',
    policy({ tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 }),
    [],
  ],
  ['not what is no policy', '[1, {', []],
  ['not what is no rule', JSON.stringify({ rules: [null, 1, { selection: 'x' }, { selection: {} }] }), []],
]

test.each(CASES)('%s', (_, text, expected) => {
  expect(expirationsIn(text)).toEqual(expected)
})
