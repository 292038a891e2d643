import { describe, expect, test } from 'vitest'
import { RULES } from '../../../../../src/doors/audit/rules/all.ts'
import { foundBy } from '../../../../support/audit/audited.ts'

const rows = RULES.map((rule) => [rule.id, rule] as const)
const shown = RULES.flatMap(({ example, ...rule }) =>
  example ? [[rule.id, { ...rule, example }] as const] : [],
)

describe('the page of a rule', () => {
  test.each(shown)('%s shows what the rule finds, and what it does not', (_, rule) => {
    const { path, bad, good, beside = {} } = rule.example
    expect(foundBy(rule, { ...beside, [path]: bad })).not.toEqual([])
    expect(foundBy(rule, { ...beside, [path]: good })).toEqual([])
  })

  test.each(shown)('%s is good wherever else it may be shown', (_, { example }) => {
    const { path, good, beside = {} } = example
    const errors = RULES.filter((rule) => !rule.off).flatMap((rule) =>
      foundBy(rule, { ...beside, [path]: good })
        .filter(({ severity = rule.severity }) => severity === 'error')
        .map(({ message }) => `${rule.id}: ${message}`),
    )
    expect(errors).toEqual([])
  })

  test.each(rows)('%s says what it is in one line, and why in a few', (_, { title, why }) => {
    expect(title).toMatch(/^[A-Z][^.\n]{10,110}$/)
    expect(why).toMatch(/^(?:[A-Z]|kustomize ).{80,600}\.$/)
  })
})

describe('rules', () => {
  test('have names of their own, for ever in one form', () => {
    const ids = RULES.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)+$/.test(id))).toEqual([])
  })

  test.each(rows)('%s says nothing of an empty repository', (_, rule) => {
    expect(foundBy(rule, {})).toEqual([])
  })

  test.each(shown)('%s tells what is wrong in one sentence and what to do in another', (_, rule) => {
    const { path, bad, beside = {} } = rule.example
    for (const { message, hint } of foundBy(rule, { ...beside, [path]: bad })) {
      expect(message).toMatch(/^[^\n]{20,}[^.\n]$/)
      expect(hint).toMatch(/^[A-Z][^\n]{10,}[."]\.?$/)
    }
  })
})
