import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { auditCommand } from '../../src/cli/audit/command.ts'
import { optionsOf } from '../../src/cli/command.ts'
import { parseInputs } from '../../src/doors/audit/inputs.ts'
import { OUTPUT_NAMES } from '../../src/doors/audit/outputs.ts'
import { makePlan } from '../../src/doors/audit/plan/make-plan.ts'
import { readSettingsFile, SETTINGS_KEYS } from '../../src/doors/audit/plan/settings-file.ts'
import { must } from './builders.ts'

const action = parse(readFileSync(join(import.meta.dirname, '../../audit/action.yml'), 'utf8')) as {
  inputs: Record<string, { description?: string; default?: unknown }>
  outputs: Record<string, { description?: string }>
  runs: Record<string, string>
  description: string
}

const inputsFrom = (read: (name: string) => string) =>
  parseInputs({ read, prefix: '', kind: 'the input ' }, [])

describe('audit/action.yml', () => {
  test('has exactly the inputs that are read, each read once', () => {
    const read: string[] = []
    inputsFrom((name) => {
      read.push(name)
      return ''
    })
    expect(read.toSorted()).toEqual(Object.keys(action.inputs).toSorted())
  })

  test('has defaults that mean the same as an empty value', () => {
    const byDefault = inputsFrom((name) => {
      const value = String(action.inputs[name]?.default ?? '')
      return value.includes('${{') ? '' : value
    })
    const { settings } = readSettingsFile(undefined, [])
    expect(byDefault.problems).toEqual([])
    expect(makePlan(byDefault.inputs, settings)).toEqual(makePlan(inputsFrom(() => '').inputs, settings))
  })

  test('has string defaults, because the runner hands over strings', () => {
    const others = Object.values(action.inputs).filter(
      ({ default: value }) => value !== undefined && typeof value !== 'string',
    )
    expect(others).toEqual([])
  })

  test('has the outputs that are set, in the same order', () => {
    expect([...OUTPUT_NAMES]).toEqual(Object.keys(action.outputs))
  })

  test('runs on Node 24 from dist, and cleans up whatever comes', () => {
    expect(action.runs).toEqual({ using: 'node24', main: '../dist/audit.js', post: '../dist/post.js' })
    expect(action.description.length).toBeLessThan(125)
  })

  test.each(Object.entries({ ...action.inputs, ...action.outputs }))('%s says what it is for', (_, field) => {
    expect(must(field.description).trim()).toMatch(/^\S.*[.)]$/s)
  })
})

describe('settings and options', () => {
  const OF_THE_PROGRAM = ['format', 'explain', 'list-rules', 'write-baseline']
  const OF_THE_FILE = [
    'production-paths',
    'nodes-pull-with-role',
    'expected-images',
    'mutable-tags',
    'extra-image-paths',
  ]

  test('of the program are named as the inputs are', () => {
    const named = optionsOf(auditCommand).map(({ name }) => name)
    expect(named.filter((name) => !(name in action.inputs))).toEqual(OF_THE_PROGRAM)
  })

  test('of the file are named as the inputs are, and hold no rights', () => {
    expect(SETTINGS_KEYS.filter((name) => !(name in action.inputs)).toSorted()).toEqual(
      OF_THE_FILE.toSorted(),
    )
    const alone = Object.keys(action.inputs).filter((name) => !SETTINGS_KEYS.includes(name))
    expect(alone).toEqual(['path', 'role-to-assume', 'github-token'])
  })
})
