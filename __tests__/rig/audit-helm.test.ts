import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { imagesRendered } from '../../src/effective/helm/rendered.ts'
import { readYaml } from '../../src/effective/yaml/read.ts'
import { SAMPLE_CHARTS, type SampleChart } from '../support/audit/charts.ts'
import { writtenBy } from '../support/audit/written.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-helm-'))
  for (const { name, files } of SAMPLE_CHARTS) {
    for (const [path, text] of Object.entries(files)) {
      const file = join(root, name, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  }
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

/** undefined where helm itself refuses. */
function rendered({ name }: SampleChart, values = ''): readonly string[] | undefined {
  const file = join(root, 'values.yaml')
  writeFileSync(file, values)
  try {
    const text = execFileSync('helm', ['template', 'demo', join(root, name), '-f', file, '-n', 'here'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: join(root, 'home') },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return imagesRendered(text).toSorted()
  } catch {
    return undefined
  }
}

test.each(SAMPLE_CHARTS)('what is worked out of the chart $name is what helm renders', (sample) => {
  expect(rendered(sample)).toEqual(sample.images.toSorted())
})

const WORDS = ['""', 'null', 'x/y', 'quay.io', '"1.10"', '1.10', '20240101', 'true', 'no', '0', '"v1"', '{}']

/** Values like those of the chart, with other words. */
const otherValues = ({ files }: SampleChart): fc.Arbitrary<string> => {
  const scalars = (files['values.yaml'] ?? '')
    .split('\n')
    .filter((line) => /^ *[\w-]+: *[^ {[&>|]/.test(line))
  const keys = scalars.map((line) => line.slice(0, line.indexOf(':')))
  return fc
    .array(fc.constantFrom(...WORDS), { minLength: keys.length, maxLength: keys.length })
    .map((words) => {
      let at = 0
      return (files['values.yaml'] ?? '')
        .split('\n')
        .map((line) => {
          if (!scalars.includes(line)) return line
          at += 1
          return `${line.slice(0, line.indexOf(':'))}: ${words[at - 1]}`
        })
        .join('\n')
    })
}

test('with any other values no image is worked out that helm does not render', () => {
  const cases = SAMPLE_CHARTS.flatMap((sample) =>
    fc.sample(otherValues(sample), 12).map((values) => ({ sample, values })),
  )
  let compared = 0
  for (const { sample, values } of cases) {
    const real = rendered(sample, values)
    if (!real) continue
    compared += 1
    const { documents } = readYaml({ path: 'values.yaml', text: values, exact: true })
    const own = writtenBy(sample, documents[0]?.root).filter((image) => image !== undefined)
    expect({ name: sample.name, values, invented: own.filter((image) => !real.includes(image)) }).toEqual({
      name: sample.name,
      values,
      invented: [],
    })
  }
  expect(compared).toBeGreaterThan(cases.length / 4)
})
