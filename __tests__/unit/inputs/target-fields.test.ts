import { describe, expect, test } from 'vitest'
import { inputsOf } from '../builders.ts'

type Input = 'helm-values' | 'manifests'

const flat = (input: Input, given: string) => inputsOf({ [input]: given }).problems
const inItem = (input: Input, given: string) =>
  inputsOf({ images: JSON.stringify([{ repository: 'shop/web', [input]: [given] }]) }).problems

/** What is given, the mistake in it, and what it becomes. */
const MISTAKES: readonly (readonly [Input, string, string, string])[] = [
  [
    'helm-values',
    'a/values.yaml#.web.image',
    'begins with a dot',
    'Leave out the first dot: a/values.yaml#web.image',
  ],
  [
    'helm-values',
    'a/values.yaml#.Values.web.image',
    'begins with .Values',
    'Leave out .Values: a/values.yaml#web.image',
  ],
  [
    'helm-values',
    'a/values.yaml#.[0].image',
    'begins with a dot',
    'Leave out the first dot: a/values.yaml#[0].image',
  ],
  [
    'helm-values',
    'app.yaml#.spec.source.helm.valuesObject.web.image',
    'begins with a dot',
    'Leave out the first dot: app.yaml#spec.source.helm.valuesObject.web.image',
  ],
  ['helm-values', 'a/v.yaml#web..image', 'has two dots in a row', 'Write one dot: a/v.yaml#web.image'],
  [
    'helm-values',
    'a/v.yaml#webs.[0].image',
    'has a dot before a bracket',
    'Leave out that dot: a/v.yaml#webs[0].image',
  ],
  [
    'helm-values',
    'a/v.yaml#webs[0]image',
    'has no dot behind a bracket',
    'Write one there: a/v.yaml#webs[0].image',
  ],
  [
    'helm-values',
    'a/v.yaml#a["b.c"].image',
    'has a key in brackets',
    'Write it behind a dot: a/v.yaml#a."b.c".image',
  ],
  [
    'helm-values',
    "a/v.yaml#['web'].image",
    'has a key in brackets',
    "Write it without them: a/v.yaml#'web'.image",
  ],
  [
    'helm-values',
    'a/v.yaml#webs[web].image',
    'has brackets that are neither a number nor name=value',
    'Name a field of the item in them: a/v.yaml#webs[name=web].image',
  ],
  ['helm-values', 'a/v.yaml#.a..b.[0]', 'begins with a dot', 'Leave out the first dot: a/v.yaml#a.b[0]'],

  ['helm-values', 'values.yaml:web.image', 'has no #', 'Write # for the colon: values.yaml#web.image'],
  ['helm-values', 'a/v.yml: web.image', 'has no #', 'Write # for the colon: a/v.yml#web.image'],
  ['helm-values', 'envs/*/v.json web.image', 'has no #', 'Write # for the space: envs/*/v.json#web.image'],
  ['helm-values', 'a/v.yaml=web.image', 'has no #', 'Write # for the "=": a/v.yaml#web.image'],
  ['helm-values', 'a/v.yaml@web.image', 'has no #', 'Write # for the "@": a/v.yaml#web.image'],
  ['helm-values', 'a/v.yaml/web.image', 'has no #', 'Write # for the "/": a/v.yaml#web.image'],
  ['helm-values', 'a/v.yaml:.web.image', 'begins with a dot', 'Leave out the first dot: a/v.yaml#web.image'],
  ['manifests', 'raw/w.yaml:Deployment/w/w', 'has no #', 'Write # for the colon: raw/w.yaml#Deployment/w/w'],
  ['helm-values', 'a/v.yaml', 'has no #', 'Write behind a # where in the file the image is: a/v.yaml#image'],
  [
    'manifests',
    'raw/w.yaml',
    'has no #',
    'Write behind a # where in the file the image is: raw/w.yaml#Deployment/web/web',
  ],

  [
    'manifests',
    'a/values.yaml#web.image',
    'has a path of keys behind the #, not kind/name/container',
    'A path of keys belongs in the input helm-values: a/values.yaml#web.image',
  ],
  [
    'manifests',
    'a/values.yaml#.web.image',
    'has a path of keys behind the #',
    'A path of keys belongs in the input helm-values: a/values.yaml#web.image',
  ],
  [
    'manifests',
    'apps/prod.yaml#spec.source.helm.values#web.image',
    'has a path of keys behind the #',
    'A path of keys belongs in the input helm-values: apps/prod.yaml#spec.source.helm.values#web.image',
  ],
  [
    'manifests',
    'a/values.yaml:web.image',
    'has a path of keys behind the #',
    'A path of keys belongs in the input helm-values: a/values.yaml#web.image',
  ],
  [
    'manifests',
    'raw/w.yaml#spec.template.spec.containers[0].image',
    'has a path of keys behind the #',
    'Name kind, object and container: raw/w.yaml#Deployment/web/web',
  ],
]

describe.each([
  ['flat', flat, ''],
  ['of an item of images', inItem, 'images[0].'],
])('a target, %s,', (_, problemsOf, prefix) => {
  test.each(MISTAKES)('%s: %s', (input, given, mistake, hint) => {
    const problems = problemsOf(input, given)
    expect(problems).toEqual([
      {
        code: 'INPUT_INVALID',
        inputs: [input],
        message: expect.stringContaining(mistake),
        hint: expect.stringContaining(hint),
      },
    ])
    expect(problems[0]?.message).toMatch(`${prefix}${input} is "${given}", which`)
    expect(problems[0]?.hint).toContain(`Correct the input ${prefix}${input}. `)
  })
})

test.each<[Input, string]>([
  ['helm-values', 'charts/shop'],
  ['helm-values', 'a/v.yaml#a["b'],
  ['helm-values', 'a/v.yaml#webs[*].image'],
  ['manifests', 'raw#a b'],
])('%s: %s has an example of its own kind', (input, given) => {
  expect(flat(input, given)[0]?.hint).toMatch(/^Give the input .* such as: \S+#\S+$/)
})

test.each<[Input, string]>([
  ['helm-values', 'a/v.yaml:b/values.yaml#web.image'],
  ['helm-values', 'a b/v.yaml#"web:1".image'],
])('%s: %s is one', (input, given) => {
  expect(flat(input, given)).toEqual([])
})
