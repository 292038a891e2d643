import { describe, expect, test } from 'vitest'
import { writtenBy } from '../../../support/audit/written.ts'

const chartOf = (template: string, values = '{}\n', helpers = '') => ({
  files: {
    'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 0.1.0\n',
    'values.yaml': values,
    'templates/_helpers.tpl': helpers,
    'templates/pod.yaml': `kind: Pod\n${template}`,
  },
})
const IMAGE = '\nimage: a:1\n'

describe('templates that never end', () => {
  test.each([
    [
      'calls itself',
      '{{ include "a" . }}',
      '{{ define "a" }}{{ include "a" . }}{{ include "a" . }}{{ end }}',
    ],
    ['ranges in ranges', `${'{{ range .Values.l }}'.repeat(12)}x${'{{ end }}'.repeat(12)}`, ''],
    ['doubles a text', `{{ $x := "ab" }}${'{{ $x = printf "%s%s" $x $x }}'.repeat(60)}{{ $x }}`, ''],
    ['doubles a list', `{{ $x := list 1 }}${'{{ $x = concat $x $x }}'.repeat(60)}{{ len $x }}`, ''],
    [
      'replaces more and more',
      `{{ $x := "aa" }}${'{{ $x = replace "a" (printf "%s" $x) $x }}'.repeat(60)}{{ $x }}`,
      '',
    ],
    [
      'indents more and more',
      `{{ $x := "a\\nb" }}${'{{ $x = nindent 99 $x }}{{ $x = print $x $x }}'.repeat(60)}{{ $x }}`,
      '',
    ],
    [
      'nests named templates',
      '{{ include "a" . }}',
      `{{ define "a" }}${'{{ if true }}'.repeat(90)}{{ include "a" . }}${'{{ end }}'.repeat(90)}{{ end }}`,
    ],
    ['is a template of itself', '{{ tpl .Values.t . }}', ''],
  ])('%s', (_, template, helpers) => {
    const values = `l: [${'1, '.repeat(40)}1]\nt: "{{ tpl .Values.t . }}{{ tpl .Values.t . }}"\n`
    const started = performance.now()
    const written = writtenBy(chartOf(template + IMAGE, values, helpers))
    expect(performance.now() - started).toBeLessThan(5_000)
    expect([['a:1'], [undefined], []]).toContainEqual(written)
  })
})

describe('a template that cannot be read', () => {
  test.each([
    '{{ if }',
    '{{ end }}',
    '{{ if .x }}',
    '{{ range }}{{ end }}',
    '{{ "a',
    '{{/* x',
    `${'{{ if true }}'.repeat(5000)}`,
    `{{ ${'('.repeat(5000)} }}`,
    '{{ . . | | }}',
    '{{ ~ }}',
  ])('%#: nothing is said of it', (template) => {
    expect(writtenBy(chartOf(template + IMAGE))).toEqual([])
  })
})
