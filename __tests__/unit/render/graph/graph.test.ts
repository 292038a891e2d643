import { describe, expect, test } from 'vitest'
import type { ConfigTree } from '../../../../src/config-repository/repository.ts'
import { reachOf, walk } from '../../../../src/render/graph/graph.ts'
import { processorTime } from '../../processor-time.ts'
import { type Files, LINK, treeOf } from '../tree.ts'

async function reach(files: Files, root = 'app') {
  await using held = await treeOf({ one: files })
  const graph = await walk(held.tree, 'one', [root])
  return { ...reachOf(graph, root), looks: held.asked.length }
}

const K = 'kustomization.yaml'

describe('what a kustomization leads to', () => {
  test('folders at any depth, with one look for each level', async () => {
    const files = {
      [`app/${K}`]: 'resources: [../base, deployment.yaml]\ncomponents: [../part]\n',
      'app/deployment.yaml': 'kind: Deployment\n',
      'base/kustomization.yml': 'bases: [../deep]\nresources: [a.yaml]\n',
      'base/a.yaml': 'kind: A\n',
      'deep/Kustomization': 'generators: [config]\n',
      [`deep/config/${K}`]: 'resources: []\n',
      [`part/${K}`]: 'kind: Component\n',
    }
    expect(await reach(files)).toEqual({
      folders: ['app', 'base', 'deep', 'part'],
      watched: ['app', 'base', 'deep', 'part'],
      obstacle: undefined,
      looks: 4,
    })
  })

  test('the root of the repository', async () => {
    const files = { [K]: 'resources: [a]\n', [`a/${K}`]: 'namePrefix: x\n' }
    expect(await reach(files, '')).toMatchObject({ folders: [''], watched: [''], obstacle: undefined })
  })

  test('a circle, which is for kustomize to refuse', async () => {
    const files = { [`app/${K}`]: 'resources: [../base]\n', [`base/${K}`]: 'resources: [../app]\n' }
    expect(await reach(files)).toMatchObject({ folders: ['app', 'base'], obstacle: undefined, looks: 2 })
  })

  test('not to files that are no resources: their folder is written in any case', async () => {
    const text = 'patches: [{path: p.yaml}]\nconfigurations: [c.yaml]\ncrds: [none.yaml]\n'
    expect(await reach({ [`app/${K}`]: text, 'app/p.yaml': 'a: b\n', 'app/c.yaml': '' })).toEqual({
      folders: ['app'],
      watched: ['app'],
      obstacle: undefined,
      looks: 1,
    })
  })

  test('paths that are not there are watched too', async () => {
    expect(await reach({ [`app/${K}`]: 'resources: [../gone]\n' })).toMatchObject({
      watched: ['app', 'gone'],
    })
  })
})

describe('obstacles', () => {
  const REMOTE = 'and nothing is fetched to render'
  test.each([
    [
      'a URL',
      'resources: [https://x/a.yaml]',
      `app/${K}:1 names the remote base https://x/a.yaml, ${REMOTE}`,
    ],
    [
      'a clone',
      'resources:\n  - github.com/o/other',
      `app/${K}:2 names the remote base github.com/o/other, ${REMOTE}`,
    ],
    [
      'a clone whose path would lead out of the repository',
      'resources: ["git@x:../../../../o/r"]',
      `app/${K}:1 names the remote base git@x:../../../../o/r, ${REMOTE}`,
    ],
    [
      'a clone of a component',
      'components: [git@x:o/r]',
      `app/${K}:1 names the remote component git@x:o/r, ${REMOTE}`,
    ],
    [
      'a URL of a component',
      'components: [https://x/c]',
      `app/${K}:1 names the remote component https://x/c, ${REMOTE}`,
    ],
    [
      'a URL of a patch',
      'patches: [{path: https://x/p}]',
      `app/${K}:1 names the remote file https://x/p, ${REMOTE}`,
    ],
    ['a password', 'resources: [https://me:secret@x/o]', `app/${K}:1 names the remote base https://x/o,`],
    [
      'a base that is not there',
      'resources: [../none]',
      `app/${K}:1 names "../none" in resources, which is not in the repository`,
    ],
    [
      'a path out of the repository',
      'resources: [../../home]',
      `app/${K}:1 names "../../home" in resources, which is no path inside`,
    ],
    [
      'a file out of the repository',
      'crds: [../../x]',
      `app/${K}:1 names "../../x" in crds, which is no path inside`,
    ],
    [
      'an absolute path',
      'resources: [/etc]',
      `app/${K}:1 names "/etc" in resources, which is no path inside`,
    ],
    [
      'a symlink',
      'resources: [link]',
      `app/${K}:1 names "link" in resources, which is a symlink there and not followed`,
    ],
    ['helm', 'helmCharts: [{name: x}]', `app/${K}:1 uses helmCharts, and helm is never run`],
    ['what cannot be read', 'resources: [', `app/${K} cannot be read: `],
    ['a URL in a base of a base', 'resources: [../base]', `base/${K}:1 names the remote file https://x/crd`],
    ['a URL in a builtin', 'transformers: [t.yaml]', 'app/t.yaml:3 names the remote file https://x/p'],
    ['bytes', 'crds: [!!binary aHR0cHM6Ly94]', `app/${K} cannot be read: Unresolved tag`],
    [
      'bytes in a builtin',
      'transformers: [b.yaml]',
      'app/b.yaml holds a configuration that cannot be read: Unresolved tag',
    ],
    [
      'an inline one',
      'generators: ["apiVersion: builtin\\npath: !!binary eA==\\n"]',
      `app/${K} holds a configuration that cannot be read: Unresolved tag`,
    ],
    [
      'a folder that looks like a clone',
      'resources: [github.com/o/r]',
      `app/${K}:1 names "github.com/o/r" in resources, which kustomize may take for a repository to clone`,
    ],
    [
      'a file that looks like a clone: kustomize tries that where it cannot use the file',
      'resources: [app@v2/x/base.yaml]',
      `app/${K}:1 names "app@v2/x/base.yaml" in resources, which kustomize may take for a repository to clone`,
    ],
    [
      'a field that is not known',
      'resources: []\nremotes: [x]',
      `app/${K}:2 has the field remotes, which no kustomization has that is known here`,
    ],
    [
      'a folder of configurations that changes them',
      'transformers: [changed]',
      `app/changed/${K}:2 has the field patches in a folder of configurations of plug-ins`,
    ],
    [
      'one in a folder of configurations',
      'transformers: [list]',
      `app/changed/${K}:2 has the field patches in a folder of configurations of plug-ins`,
    ],
    [
      'a configuration in a folder',
      'validators: [list]',
      `app/changed/${K}:2 has the field patches in a folder of configurations of plug-ins`,
    ],
  ])('%s', async (_, text, expected) => {
    const { obstacle } = await reach({
      [`app/${K}`]: `${text}\n`,
      'app/link': LINK,
      'app/t.yaml': 'apiVersion: builtin\nkind: PatchTransformer\npath: https://x/p\n',
      'app/b.yaml': 'apiVersion: builtin\nkind: PatchTransformer\npath: !!binary eA==\n',
      [`app/github.com/o/r/${K}`]: 'namePrefix: x\n',
      'app/app@v2/x/base.yaml': 'kind: A\n',
      [`app/changed/${K}`]: 'resources: [../t.yaml]\npatches: []\n',
      [`app/list/${K}`]: 'resources: [../changed]\n',
      [`base/${K}`]: 'crds: [https://x/crd]\n',
    })
    expect(obstacle?.message).toContain(expected)
    expect(obstacle?.message).not.toContain('secret')
    expect(obstacle?.hint).toMatch(/./)
  })

  test('a base that is a folder of more names than are read', async () => {
    await using held = await treeOf({ one: { [`app/${K}`]: 'resources: [../base]\n' } })
    const large = { kind: 'large', id: 'a', bytes: 9 * 1024 * 1024, of: 'folder' } as const
    const nodesAt: ConfigTree['nodesAt'] = async (tip, paths) => {
      const nodes = await held.tree.nodesAt(tip, paths)
      return new Map([
        ...nodes,
        ...paths.flatMap((path) => (path === 'base' ? [[path, large] as const] : [])),
      ])
    }
    const { obstacle } = reachOf(await walk({ ...held.tree, nodesAt }, 'one', ['app']), 'app')
    expect(obstacle?.message).toBe(
      `app/${K}:1 names "../base" in resources, which is a folder too large to be read`,
    )
  })

  test('a kustomization that is a symlink', async () => {
    const { obstacle } = await reach({ [`app/${K}`]: LINK })
    expect(obstacle?.message).toBe(`app/${K} is a symlink, not a plain text file`)
  })

  test('a resource is no configuration, whatever it says', async () => {
    const files = {
      [`app/${K}`]: 'resources: [r.yaml]\n',
      'app/r.yaml': 'apiVersion: builtin\npath: !!binary eA==\n',
    }
    expect(await reach(files)).toMatchObject({ obstacle: undefined })
  })

  test('a local file is not taken for a clone where its name says that it is one', async () => {
    const files = {
      [`app/${K}`]: 'resources: [./app@v2/x/base.yaml]\n',
      'app/app@v2/x/base.yaml': 'kind: A\n',
    }
    expect(await reach(files)).toMatchObject({ obstacle: undefined })
  })

  test('what is a configuration here may be a resource there', async () => {
    const files = {
      [`app/${K}`]: 'resources: [r.yaml, base]\ntransformers: [t]\n',
      'app/r.yaml': 'kind: Anything\nspec: {path: "https://x/p"}\n',
      [`app/base/${K}`]: 'namePrefix: x\n',
      [`app/t/${K}`]: 'resources: [t.yaml]\n',
      'app/t/t.yaml': 'kind: PatchTransformer\npath: p.yaml\n',
    }
    expect(await reach(files)).toMatchObject({ obstacle: undefined })
    const both = { ...files, [`app/t/${K}`]: 'resources: [t.yaml, ../r.yaml]\n' }
    expect(await reach(both)).toMatchObject({ obstacle: { message: expect.stringContaining('of Anything') } })
  })
})

describe('a hostile tree', () => {
  const chain = (length: number, width: number): Files =>
    Object.fromEntries(
      Array.from({ length }, (_, level) => {
        const next = Array.from(
          { length: width },
          (__, index) => `../l${level + 1}${index === 0 ? '' : '/.'}`,
        )
        return [
          `l${level}/${K}`,
          level + 1 < length ? `resources: [${next.join(', ')}]\n` : 'namePrefix: x\n',
        ]
      }),
    )

  test.each([
    ['goes on for ever', chain(600, 1), 'l0'],
    ['doubles with every level', chain(30, 2), 'l0'],
    [
      'names thousands',
      { [`app/${K}`]: `resources: [${Array.from({ length: 6000 }, (_, i) => `f${i}`).join(', ')}]\n` },
      'app',
    ],
  ])('that %s is not rendered', async (_, files, root) => {
    const before = processorTime()
    const { obstacle, folders } = await reach(files, root)
    expect(obstacle?.message).toMatch(/leads to more than 500 folders or 5000 files|not in the repository/)
    expect(folders.length).toBeLessThan(600)
    expect(processorTime() - before).toBeLessThan(10_000)
  })

  test('at the root is called the root', async () => {
    const names = Array.from({ length: 6000 }, (_, i) => `f${i}`).join(', ')
    const { obstacle } = await reach({ [K]: `resources: [${names}]\n` }, '')
    expect(obstacle?.message).toMatch(/^the root leads to more than/)
  })

  test('one that is only long is', async () => {
    expect(await reach(chain(100, 1), 'l0')).toMatchObject({ obstacle: undefined, looks: 100 })
  })
})
