import { describe, expect, test } from 'vitest'
import { renderSummary } from '../../src/doors/deploy/summary.ts'
import { argocdApplications } from '../../src/edit/argocd/target.ts'
import { helmValues } from '../../src/edit/helm/target.ts'
import { createEntry } from '../../src/edit/kustomize/create.ts'
import { editEntry } from '../../src/edit/kustomize/edit.ts'
import { findEntry } from '../../src/edit/kustomize/entry.ts'
import { holdOf, strayHolds } from '../../src/edit/kustomize/hold.ts'
import { parseKustomization } from '../../src/edit/kustomize/kustomization.ts'
import { manifestImages } from '../../src/edit/manifest/target.ts'
import { strangeRoles } from '../../src/edit/roles.ts'
import type { EditTarget } from '../../src/edit/target.ts'
import { heredocsIn } from '../../src/images/dockerfile/instructions.ts'
import { readFailure } from '../../src/images/failure/read.ts'
import { surroundingsOf } from '../../src/render/applications/generators.ts'
import { releasesIn } from '../../src/render/charts/releases.ts'
import { outermost } from '../../src/render/graph/graph.ts'
import { readDocuments } from '../../src/render/graph/plain-yaml.ts'
import { vertexOf } from '../../src/render/graph/vertex.ts'
import { explainAbsence } from '../../src/render/judge/absence.ts'
import { entriesOf } from '../../src/render/judge/entries.ts'
import { splitManifests } from '../../src/render/manifests/manifests.ts'
import { findRoles, renderedRoles, roleWarnings } from '../../src/render/rendered-roles.ts'
import { lastWords } from '../../src/render/tool/last-words.ts'
import { unifiedDiff } from '../../src/report/diff.ts'
import { aFile } from './builders.ts'
import { excessOf } from './expressions/growth.ts'

/** What grows with the square of a text of others though no expression does: loops within loops, and the YAML library. */
const BOUNDS = { lengths: [30_000, 300_000] }

const repeated = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length))

function numbered(unit: (number: number) => string, length: number): string {
  const units: string[] = []
  for (let size = 0; size < length; size += units.at(-1)?.length ?? 0) units.push(unit(units.length))
  return units.join('')
}

const refusedToo = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    // A file may be refused as well: at once.
    if (error instanceof Error && error.name === 'StepError') return error
    throw error
  }
}

type Row = readonly [name: string, grown: (length: number) => string]

function grow(rows: readonly Row[], use: (text: string) => unknown): void {
  test.each(rows)('%s', { timeout: 120_000 }, (_, grown) => {
    const run = (length: number) => {
      const text = grown(length)
      return () => refusedToo(() => use(text))
    }
    expect(excessOf([{ on: 'text', run }], BOUNDS)).toBeUndefined()
  })
}

const HOLD = '# ecr-gitops: hold x\n'
const WEB = '- name: web\n  newTag: a\n'
const item = (number: number): string => `- name: a${number}\n`

describe('a kustomization that is edited', () => {
  grow(
    [
      ['markers above the list', (length) => `${repeated(HOLD, length)}images:\n${WEB}`],
      [
        'markers above a list of many',
        (length) => `${repeated(HOLD, length / 2)}images:\n${numbered(item, length / 2)}${WEB}`,
      ],
      ['markers between', (length) => `images:\n${numbered((n) => item(n) + HOLD, length)}${WEB}`],
      [
        'markers behind blank lines',
        (length) => `images:\n${numbered((n) => `${item(n)}\n    ${HOLD}`, length)}${WEB}`,
      ],
      ['markers far above', (length) => `a: b\n${repeated(HOLD, length)}c: d\nimages:\n${WEB}`],
      ['markers far below', (length) => `images:\n${WEB}c: d\n${repeated(HOLD, length)}`],
      ['a marker and spaces', (length) => `images:\n${WEB}# ecr-gitops${' '.repeat(length)}x\n`],
      [
        'markers in a flow list',
        (length) =>
          `images: [\n${numbered((n) => `  {name: a${n}}, ${HOLD}`, length)}  {name: web, newTag: a}]\n`,
      ],
      [
        'a flow list on one line',
        (length) => `images: [${numbered((n) => `{name: a${n}},`, length)} {name: web, newTag: a}] ${HOLD}`,
      ],
      ['many entries of one name', (length) => `images:\n${repeated(WEB, length)}`],
      [
        'many entries of other names',
        (length) => `images:\n${numbered((n) => `- name: weba${n}\n`, length)}`,
      ],
      ['aliases', (length) => `x: &x {name: v}\nimages:\n${repeated('- *x\n', length)}${WEB}`],
      [
        'a patch with escaped roles',
        (length) =>
          `patches:\n- patch: "${numbered((n) => `- eks.amazonaws.com/role-arn: \\x61rn:aws:iam::${n}:role/x\\n`, length)}"\nimages:\n${WEB}`,
      ],
      [
        'patches in patches',
        (length) => {
          const depth = Math.floor(Math.sqrt(2 * length))
          const patches = Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}patch: |\n`)
          return `${patches.join('')}${' '.repeat(depth)}eks.amazonaws.com/role-arn: a\nimages:\n${WEB}`
        },
      ],
    ],
    (text) => {
      const kustomization = parseKustomization(aFile(text))
      const entry = findEntry(kustomization, 'web')
      return [
        holdOf(entry),
        strayHolds(kustomization),
        strangeRoles(kustomization, new Set()),
        editEntry(entry, { newTag: 'b' }, 'x'),
      ]
    },
  )
})

const DEPLOYMENT = 'kind: Deployment\nmetadata: {name: web}\nspec:\n  containers:\n'
const container = (number: number): string => `  - {name: c${number}, image: h.io/web:a}\n`

describe('a manifest that is edited', () => {
  grow(
    [
      ['containers of one image', (length) => `${DEPLOYMENT}${numbered(container, length)}`],
      [
        'held containers of one image',
        (length) => `${DEPLOYMENT}${numbered((n) => `${container(n).trimEnd()} ${HOLD}`, length)}`,
      ],
      [
        'containers of one image and a marker below them',
        (length) => `${DEPLOYMENT}${numbered(container, length)}${HOLD}`,
      ],
    ],
    (text) => manifestImages.open(aFile(text)).find('Deployment/web/c0'),
  )
})

const image = (number: number): string => `    a${number}: {image: h.io/web}\n`

describe('an Application that is looked for', () => {
  const list = (before: string, length: number): string =>
    `kind: List\n${before}items:\n${repeated('- a\n', length)}`
  grow(
    [
      ['items of a list', (length) => list('', length)],
      [
        'items behind many keys',
        (length) =>
          list(
            numbered((n) => `a${n}: b\n`, length / 2),
            length / 2,
          ),
      ],
      [
        'items of a list with an anchor',
        (length) =>
          list(`${numbered((n) => `a${n}: b\n`, length / 2)}`, length / 2).replace('items:', 'items: &a'),
      ],
    ],
    (text) => argocdApplications.open(aFile(text)).find('spec.source.helm.values#image'),
  )
})

describe('what a file has instead of an image', () => {
  const absence = (kind: EditTarget, key: string) => (text: string) => kind.open(aFile(text)).absence(key)
  grow(
    [
      ['images', (length) => `a:\n${numbered(image, length)}`],
      [
        'images below a long name',
        (length) => `a:\n- name: ${'x'.repeat(length / 2)}\n  b:\n${numbered(image, length / 2)}`,
      ],
      [
        'images below a long key',
        (length) => `? "${'x'.repeat(length / 2)}"\n:\n  b:\n${numbered(image, length / 2)}`,
      ],
    ],
    absence(helmValues, 'web.image'),
  )
  grow(
    [
      [
        'images of an object with a long name',
        (length) =>
          `---\nmetadata: {name: ${'x'.repeat(length / 2)}}\nhelm:\n  valuesObject:\n${numbered(image, length / 2)}---\n`,
      ],
    ],
    absence(argocdApplications, 'helm.valuesObject.web.image'),
  )
})

describe('a kustomization that gets an entry', () => {
  grow(
    [
      ['many comments', (length) => `images:\n- name: a\n${repeated('  # c\n', length)}`],
      ['many entries', (length) => `images:\n${numbered((n) => `${item(n)}  # c\n`, length)}`],
    ],
    (text) => createEntry(parseKustomization(aFile(text)), { name: 'web', newTag: 'x' }),
  )
})

describe('YAML that is read', () => {
  const rows: readonly Row[] = [
    ['keys', (length) => numbered((n) => `k${n}: v\n`, length)],
    ['keys on one line', (length) => `{${numbered((n) => `k${n}: v,`, length)}}`],
    ['anchors', (length) => numbered((n) => `- &a${n} 1\n`, length)],
    [
      'anchors and aliases',
      (length) => numbered((n) => `- &a${n} 1\n`, length / 2) + numbered((n) => `- *a${n}\n`, length / 2),
    ],
    ['merges', (length) => `x: &x {a: 1}\ny:\n${repeated('  <<: *x\n', length)}`],
    ['documents', (length) => repeated('---\na\n', length)],
    ['comments', (length) => `a:\n${repeated('# c\n- b # d\n', length)}`],
    ['comments of every depth', (length) => `a:\n - b:\n    - c\n${repeated('      # c\n  # d\n', length)}`],
    ['blank lines', (length) => `a:\n${repeated('\n', length)} b: c\n`],
    ['mistakes', (length) => repeated('a: b: c\n', length)],
    ['spaces in quotes', (length) => `x: "a${repeated(' ', length)}b\n  "\n`],
    ['lines in quotes', (length) => `x: "${repeated('a\n ', length)}"\n`],
    ['a folded text', (length) => `x: >\n${repeated(' a\n\n', length)}`],
    ['digits', (length) => `x: ${repeated('1_', length)}.e+x\n`],
  ]
  grow(rows, readDocuments)
  grow(rows.slice(0, 2), entriesOf)
})

describe('a kustomization that is followed', () => {
  const folder = (text: string) =>
    new Map([
      ['a', { kind: 'folder', id: 'x', entries: [] }],
      ['a/kustomization.yaml', { kind: 'file', id: 'y', text }],
    ] as const)
  grow(
    [
      ['many resources', (length) => `resources:\n${numbered((n) => `- a${n}\n`, length)}`],
      ['many addresses', (length) => `resources:\n${numbered((n) => `- http://a${n}\n`, length)}`],
      ['many files', (length) => `configMapGenerator:\n- files:\n${numbered((n) => `  - a${n}\n`, length)}`],
    ],
    (text) => vertexOf('a', folder(text)),
  )
  const deep: readonly Row[] = [['a path of many folders', (length) => repeated('a/', length)]]
  grow(deep, (path) =>
    vertexOf('a', folder(`resources:\n- ${path}\n`)).edges.map(({ to }) => outermost([to])),
  )
  grow(deep, (path) => outermost([path, `${path}b`]))
})

describe('an ApplicationSet that is read', () => {
  const source = (number: number): string =>
    `      - {repoURL: x, path: a, helm: {valueFiles: [v${number}.yaml]}}\n`
  const set = (generators: string, length: number): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec:\n  generators:\n${generators}  template:\n    spec:\n      sources:\n${numbered(source, length)}`
  grow(
    [
      [
        'many sources of many elements',
        (length) =>
          set(
            `  - list:\n      elements:\n${numbered((n) => `      - {a: b${n}}\n`, length / 2)}`,
            length / 2,
          ),
      ],
      [
        'many sources of many generators',
        (length) => set(repeated('  - {list: {elements: [{a: b}]}}\n', length / 2), length / 2),
      ],
    ],
    (text) =>
      releasesIn(
        { file: 'a', text },
        surroundingsOf([], () => true),
      ),
  )
})

describe('what was rendered', () => {
  const place = { file: 'a' }
  const pod = (name: string): string => `kind: Pod\nspec:\n  containers:\n  - image: ${name}\n---\n`
  grow(
    [['many containers, many entries', (length) => numbered((n) => `r/a${n}\n`, length / 20)]],
    (names) => {
      const list = names.split('\n')
      const text = `images:\n${list.map((name) => `- name: ${name}\n`).join('')}`
      const wanted = { name: 'web', file: 'a', place, text, original: text, references: ['web:1'] as const }
      return explainAbsence(wanted, splitManifests(list.map(pod).join('')))
    },
  )
  grow(
    [
      [
        'many roles',
        (length) =>
          numbered((n) => `a${n}:\n  eks.amazonaws.com/role-arn: arn:aws:iam::${n}:role/x\n`, length),
      ],
    ],
    (text) => {
      const evidence = [{ folder: 'a', ok: true as const, manifests: splitManifests(text) }]
      const find = findRoles(new Map([['a', '#'.repeat(text.length)]]), (file) => ({ file }))
      return roleWarnings(renderedRoles(evidence, new Set()), find, new Map())
    },
  )
})

describe('what a tool or an engine says', () => {
  grow(
    [
      ['beginnings', (length) => repeated('from [', length)],
      ['both beginnings', (length) => repeated('with config: `from [', length)],
      ['brackets', (length) => `<${repeated(' ', length)}a`],
    ],
    (text) => lastWords(text, ['/a']),
  )
  grow(
    [
      ['carriage returns', (length) => `${'\r'.repeat(length)}x`],
      ['a bar of progress', (length) => repeated('\r 50%\r', length)],
      ['strings that never end', (length) => repeated('\u001b]', length)],
      ['sequences that never end', (length) => repeated('\u001b[', length)],
      ['sequences of much', (length) => repeated('\u001b[0;', length)],
      ['lines', (length) => repeated('ERROR: x\n ---> a\n', length)],
      ['commands', (length) => repeated("The command '\n", length)],
    ],
    (text) => readFailure(text.split('\n'), ''),
  )
  const failed = ['Step 1/2 : RUN x', "The command 'x' returned a non-zero code: 1"]
  grow(
    [
      ['a Dockerfile of many lines', (length) => repeated('RUN y\n', length)],
      ['a Dockerfile of one instruction', (length) => repeated('y \\\n', length)],
      ['a Dockerfile of comments', (length) => repeated('# y \\\n', length)],
    ],
    (text) => readFailure(failed, text),
  )
  grow(
    [
      ['documents without end', (length) => numbered((number) => `RUN <<A${number}\n`, length)],
      ['documents of one end', (length) => `${repeated('RUN <<-A\nx\n', length)}\tA`],
      ['documents of an end behind tabs', (length) => `${repeated('RUN <<A\n', length)}\tA`],
      ['documents', (length) => repeated('RUN <<A\nx\nA\n', length)],
      [
        'an instruction of many documents',
        (length) => `RUN${repeated(' <<A', length)}\n${repeated('A\n', length)}`,
      ],
    ],
    (text) => heredocsIn(text),
  )
})

describe('what is reported', () => {
  grow([['ticks', (length) => repeated('` ', length)]], (diff) => renderSummary({ images: new Map(), diff }))
  grow(
    [
      ['a long file', (length) => repeated('a\n', length)],
      ['a long line', (length) => `#${repeated('a ', length)}\n`],
    ],
    (text) =>
      unifiedDiff({
        before: new Map([['a', `${text}x\n${text}`]]),
        files: new Map([['a', `${text}y\n${text}`]]),
      }),
  )
})
