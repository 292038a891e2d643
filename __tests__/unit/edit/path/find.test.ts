import { expect, test } from 'vitest'
import { seek } from '../../../../src/edit/path/find.ts'
import { openSource } from '../../../../src/edit/yaml/source.ts'
import { StepError } from '../../../../src/errors/errors.ts'
import { isMistaken, parsePath } from '../../../../src/names/yaml-path.ts'

const fileOf = (text: string) => ({
  path: 'values.yaml',
  text,
  place: (line?: number) => ({ file: 'values.yaml', ...(line === undefined ? {} : { line }) }),
})

function sought(text: string, path: string) {
  const source = openSource(fileOf(text), { input: 'helm-values', program: 'helm' })
  const steps = parsePath(path)
  if (isMistaken(steps)) throw new Error(steps.mistake)
  return { source, ...seek(source, source.documents[0]?.contents, steps) }
}

function refusal(text: string, path: string): string {
  try {
    sought(text, path)
  } catch (error) {
    if (error instanceof StepError)
      return `${error.code}: ${error.problems[0].message}\n${error.problems[0].hint}`
    throw error
  }
  return 'none'
}

test.each([
  ['a:\n  b: x\n', 'a.b', 2],
  ['a:\n  - name: api\n  - name: web\n    image: x\n', 'a[name=web].image', 4],
  ['a: [1, {b: x}]\n', 'a[1].b', 1],
  ['"my.key":\n  x: 1\n', '"my.key".x', 2],
  ['1.10: x\n', '"1.10"', 1],
  ['0:\n  b: x\n', '0.b', 2],
  ['a:\n  - port: 80\n    b: x\n', 'a[port=80].b', 3],
])('%j has %s on line %i', (text, path, line) => {
  const found = sought(text, path)
  expect(found.found && found.source.lineAt(found.ways.at(-1)?.start ?? 0)).toBe(line)
})

test.each([
  ['a:\n  b: x\n', 'a.c', 'b'],
  ['a:\n', 'a.c', ''],
  ['a: {}\n', 'a.c', ''],
  ['a: [{name: api}]\n', 'a[name=web]', 'api'],
  ['a: [1]\n', 'a[3]', '1 item'],
  ['', 'a', ''],
])('%j has no %s', (text, path, known) => {
  const found = sought(text, path)
  expect(!found.found && found.missing.known.join()).toBe(known)
})

test.each([
  ['a: [1]\n', 'a.b', /EDIT_UNSAFE: values.yaml:1 has a list at a, where/],
  ['a: x\n', 'a.b', /has a single value at a/],
  ['a: |\n  b: x\n', 'a.b', /has a text of several lines at a/],
  ['a:\n  b: x\n', 'a[0]', /has a mapping at a, where .* \[0\]\nName one of its keys: b/],
  ['a: &x\n  b: x\n', 'a.b', /:1 shares values/],
  ['c: &x {b: x}\na: *x\n', 'a.b', /:2 shares values/],
  ['a:\n  b: &x y\n', 'a.b', /:2 shares values/],
  ['a:\n  b: !t y\n', 'a.b', /YAML_INVALID|shares values/],
  ['c: &x {b: x}\na:\n  <<: *x\n', 'a.b', /:3 has a merge key/],
  ['a: [{name: web}, {name: web}]\n', 'a[name=web]', /ENTRY_DUPLICATE.*lines 1, 1/],
  ['c: &x {name: web}\na: [*x]\n', 'a[name=web]', /:2 shares values/],
  ['a: 1\na: 2\n', 'a', /YAML_INVALID.*twice/],
  ['a: {{ .Values.x }}\n', 'a', /:1 is a template/],
  ['{{- if .Values.x }}\na: 1\n{{- end }}\n', 'a', /:1 is a template/],
  ['a: 1\nsops:\n  mac: x\n', 'a', /SOPS/],
])('%j is refused for %s', (text, path, message) => {
  expect(refusal(text, path)).toMatch(message)
})

test('braces in strings and comments are no template', () => {
  expect(refusal('# {{ x }}\na: "{{ .Release.Name }}"\nb: {c: 1}\n', 'a')).toBe('none')
})
