import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const LOCKFILES = globSync('{.,.*,*}/**/package-lock.json', { cwd: ROOT, exclude: ['**/node_modules'] })

interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: true
}

/** What npm fetches: neither this repository itself nor a folder of it. */
function fetched(file: string): readonly (readonly [string, Locked])[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as {
    packages: Record<string, Locked>
  }
  return Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link)
}

test('the lockfiles of this repository are found', () => {
  expect(LOCKFILES).toEqual(expect.arrayContaining(['package-lock.json', '.ci/setup/package-lock.json']))
})

test('the stub of @actions/http-client stands in for @actions/core alone', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<
      string,
      Locked & Partial<Record<'dependencies' | 'devDependencies', Record<string, string>>>
    >
  }
  const name = '@actions/http-client'
  const users = Object.entries(packages).filter(
    ([, { dependencies = {}, devDependencies = {} }]) => name in dependencies || name in devDependencies,
  )
  // The root names it for the override; whoever else asks for it has the real one in its own folder.
  const stubbed = users.filter(([path]) => !packages[`${path}/node_modules/${name}`]).map(([path]) => path)
  expect(stubbed).toEqual(['', 'node_modules/@actions/core'])
})

describe.each(LOCKFILES)('%s', (file) => {
  const packages = fetched(file)

  test('holds the hash of every package, also of those of other platforms: npm takes any bytes without one', () => {
    expect(packages.length).toBeGreaterThan(0)
    const bare = packages.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==$/.test(integrity))
    expect(bare.map(([path]) => path)).toEqual([])
  })

  test('names no other place to fetch from than the public registry', () => {
    const elsewhere = packages.filter(
      ([, { resolved = 'https://registry.npmjs.org/' }]) =>
        !resolved.startsWith('https://registry.npmjs.org/'),
    )
    expect(elsewhere.map(([path, { resolved }]) => `${path}: ${resolved}`)).toEqual([])
  })
})
