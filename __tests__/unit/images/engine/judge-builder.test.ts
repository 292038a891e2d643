import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judgeBuilders } from '../../../../src/images/engine/judge-builder.ts'
import { type Program, WEAKNESSES } from '../../../../src/images/engine/weaknesses.ts'
import { aChoice } from '../../builders.ts'

const OWN = aChoice().may
const OF_A_FORK = { ...OWN, weakEngine: false }

const judge = (program: Program, version: string | undefined, untrusted: boolean) => {
  const { problem, warning } = judgeBuilders([{ program, version }], untrusted ? OF_A_FORK : OWN)
  return problem ? 'refused' : warning === undefined ? 'built' : 'warned'
}

describe('a program of a version, for files of a fork and for those of the repository', () => {
  test.each<[Program, string | undefined, 'refused' | 'warned' | 'built', 'warned' | 'built']>([
    // Debian 12, ubuntu-22.04 and ubuntu-24.04
    ['buildah', '1.28.2', 'refused', 'warned'],
    ['buildah', '1.23.1', 'refused', 'warned'],
    ['buildah', '1.33.7', 'refused', 'warned'],
    ['buildah', '1.33.9', 'refused', 'warned'],
    // CVE-2024-9675 and CVE-2024-1753 are mended, and CVE-2024-11218 is not.
    ['buildah', '1.33.10', 'refused', 'warned'],
    ['buildah', '1.33.12', 'warned', 'built'],
    ['buildah', '1.33.15', 'warned', 'built'],
    ['buildah', '1.34.3', 'refused', 'warned'],
    ['buildah', '1.35.4', 'refused', 'warned'],
    ['buildah', '1.35.5', 'warned', 'built'],
    ['buildah', '1.36.0', 'refused', 'warned'],
    ['buildah', '1.37.4', 'refused', 'warned'],
    ['buildah', '1.37.6', 'warned', 'built'],
    ['buildah', '1.38.0', 'refused', 'warned'],
    ['buildah', '1.38.1', 'warned', 'built'],
    ['buildah', '1.43.1', 'warned', 'built'],
    ['buildah', '1.43.2', 'built', 'built'],
    ['buildah', '1.44.0-dev', 'built', 'built'],
    ['buildah', '1.100.0', 'built', 'built'],
    ['buildah', '2.0.0', 'built', 'built'],
    ['BuildKit', 'v0.12.4', 'refused', 'warned'],
    ['BuildKit', 'v0.25.1', 'refused', 'warned'],
    ['BuildKit', 'v0.25.2', 'warned', 'built'],
    ['BuildKit', 'v0.26.3', 'warned', 'built'],
    ['BuildKit', 'v0.28.1', 'built', 'built'],
    ['BuildKit', 'v0.33.0+abc', 'built', 'built'],
    ['Docker Engine', '20.10.24+dfsg1', 'refused', 'warned'],
    ['Docker Engine', '24.0.9', 'refused', 'warned'],
    ['Docker Engine', '25.0.1', 'refused', 'warned'],
    ['Docker Engine', '28.0.4', 'warned', 'built'],
    ['Docker Engine', '29.3.1', 'built', 'built'],
    ['Docker Engine (classic builder)', '24.0.8', 'refused', 'warned'],
    ['Docker Engine (classic builder)', '24.0.9', 'built', 'built'],
    ['Docker Engine (classic builder)', '25.0.1', 'refused', 'warned'],
    ['Docker Engine (classic builder)', '26.1.5+dfsg1', 'built', 'built'],
    // What cannot be reported counts as old for those of a fork.
    ['BuildKit', undefined, 'refused', 'built'],
    ['BuildKit', 'v0.0.0+unknown', 'refused', 'built'],
    ['buildah', 'unknown', 'refused', 'built'],
    ['buildah', '', 'refused', 'built'],
    ['buildah', '1.44', 'refused', 'built'],
    ['Docker Engine', undefined, 'refused', 'built'],
  ])('%s %s: %s, %s', (program, version, fork, own) => {
    expect([judge(program, version, true), judge(program, version, false)]).toEqual([fork, own])
  })
})

test('the lowest safe versions are reported, and every weakness', () => {
  const { problem } = judgeBuilders([{ program: 'buildah', version: '1.33.7' }], OF_A_FORK)
  expect(problem).toMatchObject({
    code: 'ENGINE_UNSUITABLE',
    message:
      "buildah 1.33.7 lets a Dockerfile write files of the machine that builds (CVE-2024-9407, CVE-2024-9675, CVE-2024-11218), and this run builds files that may be anybody's",
  })
  expect(problem?.hint).toMatch(
    /^Update buildah to 1\.38\.1 or newer \(in older lines 1\.29\.5, 1\.33\.12, 1\.35\.5, 1\.37\.6\)\./,
  )
})

test('the versions that are reported are themselves built with', () => {
  for (const { program } of WEAKNESSES) {
    const { problem } = judgeBuilders([{ program, version: '0.0.1' }], OF_A_FORK)
    const told = problem?.hint.match(/\d+\.\d+\.\d+/g) ?? []
    expect(told.length).toBeGreaterThan(0)
    for (const version of told) expect(judge(program, version, true), version).not.toBe('refused')
  }
})

test('the documentation names them', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../../docs/builds.md'), 'utf8')
  const [, section = ''] = page.split('### Versions of engines')
  for (const { program, gives } of WEAKNESSES) {
    const open = WEAKNESSES.filter((other) => other.program === program && other.gives === gives)
    const newest = open
      .flatMap(({ fixed }) => fixed.at(-1) ?? [])
      .toSorted(byNumbers)
      .at(-1)
    // Of what can be read the lowest version is in a line of its own.
    const told = gives === 'write' ? newest : open[0]?.fixed[0]
    expect(section, `${program}, ${gives}`).toMatch(new RegExp(`${program.split(' (')[0]}.*${told}`))
  }
})

test('of several nodes the worst counts', () => {
  const nodes = (...versions: (string | undefined)[]) =>
    judgeBuilders(
      versions.map((version) => ({ program: 'BuildKit', version })),
      OF_A_FORK,
    )
  expect(nodes('v0.30.0', 'v0.28.1')).toEqual({})
  expect(nodes('v0.30.0', 'v0.26.3').warning).toContain('CVE-2026-33748')
  expect(nodes('v0.26.3', 'v0.30.0', 'v0.12.0').problem?.message).toContain('BuildKit v0.12.0')
  expect(nodes('v0.30.0', undefined).problem?.message).toContain('does not tell its version')
})

const numbersOf = (version: string) => version.split('.').map(Number)

function byNumbers(one: string, other: string): number {
  const others = numbersOf(other)
  return (
    numbersOf(one)
      .map((number, index) => number - (others[index] ?? 0))
      .find((difference) => difference !== 0) ?? 0
  )
}

test('every line of fixes is in order, and every version of it is one', () => {
  for (const { program, fixed, cve } of WEAKNESSES) {
    for (const version of fixed) expect(version, cve).toMatch(/^\d+\.\d+\.\d+$/)
    expect(fixed, `${program} ${cve}`).toEqual([...fixed].toSorted(byNumbers))
  }
})
