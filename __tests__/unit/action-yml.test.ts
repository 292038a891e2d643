import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { OUTPUT_NAMES } from '../../src/doors/deploy/outputs.ts'
import { must, parsedFrom } from './builders.ts'

const ROOT = join(import.meta.dirname, '../..')
const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { description?: string; default?: unknown; required?: boolean }>
  outputs: Record<string, { description?: string }>
  runs: Record<string, string>
  description: string
  branding: { icon: string; color: string }
}

describe('action.yml', () => {
  // GitHub says so only when a release is to be published there.
  test('can be published in the Marketplace: a short description, and a badge', () => {
    expect(action.description.length).toBeLessThan(125)
    expect(action.branding).toEqual({ icon: expect.any(String), color: expect.any(String) })
  })
})

describe('inputs of action.yml', () => {
  test('are exactly the names that are read, each read once', () => {
    const read: string[] = []
    parsedFrom((name) => {
      read.push(name)
      return ''
    })
    expect(read.toSorted()).toEqual(Object.keys(action.inputs).toSorted())
  })

  test('have defaults that mean the same as an empty value', () => {
    const defaults = (name: string) => {
      const value = String(action.inputs[name]?.default ?? '')
      // An expression is evaluated by the runner; outside of a run it has no value.
      return value.includes('${{') ? '' : value
    }
    const byDefault = parsedFrom(defaults)
    expect(byDefault.problems).toEqual([])
    expect(byDefault.inputs).toEqual(parsedFrom(() => '').inputs)
  })

  test('have string defaults, because the runner hands over strings', () => {
    const others = Object.entries(action.inputs).filter(([, { default: value }]) => {
      return value !== undefined && typeof value !== 'string'
    })
    expect(others).toEqual([])
  })

  test('only github-token defaults to an expression, and only to the token of the job', () => {
    const expressions = Object.entries(action.inputs).flatMap(([name, { default: value }]) =>
      String(value ?? '').includes('${{') ? [[name, value]] : [],
    )
    expect(expressions).toEqual([['github-token', `\${{ github.token }}`]])
  })

  test.each(Object.entries({ ...action.inputs, ...action.outputs }))('%s says what it is for', (_, field) => {
    expect(must(field.description).trim()).toMatch(/^\S.*[.)]$/s)
  })
})

describe('outputs of action.yml', () => {
  test('are the outputs that are set, in the same order', () => {
    expect([...OUTPUT_NAMES]).toEqual(Object.keys(action.outputs))
  })
})

describe('runs of action.yml', () => {
  test('is Node 24 with a main and a post step from dist', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/deploy.js', post: 'dist/post.js' })
  })

  test('has a post step that always runs: no condition can skip the clean-up', () => {
    expect(action.runs).not.toHaveProperty('post-if')
  })
})

describe('dist/post.js', () => {
  const text = readFileSync(join(ROOT, 'dist/post.js'), 'utf8')

  test('loads nothing but what removes a folder: it is not able to deploy, nor slow to start', () => {
    const named = [
      ...text.matchAll(/(?:\bfrom|\bimport|\brequire|\bgetBuiltinModule|\)) ?\(?["']([^"']+)["']/g),
    ].map(([, name]) => name)
    expect(named).toEqual(['node:fs/promises', 'node:os', 'node:path'])
    expect(text).not.toContain('import(')
    expect(text.length).toBeLessThan(10_000)
  })
})

/** Every package of dist/licenses.txt with its licence and the text of it. */
function licenses(): ReadonlyMap<string, { readonly license: string; readonly text: string }> {
  const text = readFileSync(join(ROOT, 'dist/licenses.txt'), 'utf8')
  const known = /^\(?(?:MIT|ISC|0BSD|Apache-2\.0|BSD-\d-Clause|BlueOak-1\.0\.0)\b/
  const heads = [...text.matchAll(/^(@?[a-z][\w.-]*(?:\/[\w.-]+)?)\n([A-Za-z0-9. ()-]{2,40})\n/gm)].filter(
    ([, , license = '']) => known.test(license),
  )
  return new Map(
    heads.map(({ 0: head, 1: name = '', 2: license = '', index }, at) => {
      const body = text.slice(index + head.length, heads[at + 1]?.index ?? text.length)
      return [name, { license, text: body.trim() }]
    }),
  )
}

/** Packages that files below a folder import, but for types. */
function packagesIn(folder: string): readonly string[] {
  const texts = globSync('**/*.ts', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'))
  const named = texts.flatMap((text) => [
    ...text.matchAll(
      /^(?:import|export) (?!type )[^'"]*?from '((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[^']*)?'|import\('((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[^']*)?'\)/gm,
    ),
  ])
  const names = named.map(([, fixed, lazy]) => fixed ?? lazy ?? '').filter((name) => name !== 'node')
  return [...new Set(names)].toSorted()
}

describe('dist/licenses.txt', () => {
  test('names every package that the sources import, and package.json has each for the build alone', () => {
    const { dependencies = {}, devDependencies } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    ) as { dependencies?: Record<string, string>; devDependencies: Record<string, string> }
    const imported = packagesIn(join(ROOT, 'src'))
    expect(imported).toEqual(expect.arrayContaining(['yaml', 'js-yaml', '@aws-sdk/client-ecr']))
    expect(dependencies).toEqual({})
    expect(imported.filter((name) => devDependencies[name] === undefined)).toEqual([])
    const named = licenses()
    expect(imported.filter((name) => !named.has(name))).toEqual([])
  })

  test('has a text for every package', () => {
    const bare = [...licenses()].filter(
      ([, { text }]) => text.length < 200 || !/copyright|licen[sc]e/i.test(text),
    )
    expect(bare.map(([name]) => name)).toEqual([])
  })
})
