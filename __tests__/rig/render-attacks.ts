import type { Files } from '../unit/render/tree.ts'

/** What a config repository may hold to make kustomize fetch this URL: files of the folder `app`, and of others. */
export type Attack = (url: string) => {
  /** Lines of the overlay's kustomization. */
  readonly more: string
  readonly files?: Files
}

export const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n'

/** A configuration of kustomize's PatchTransformer; `how` says where its patch is. */
export function patcher(how: string, apiVersion = 'builtin', name = 'p'): string {
  return `apiVersion: ${apiVersion}\nkind: PatchTransformer\nmetadata: {name: ${name}}\n${how}\ntarget: {kind: ConfigMap}\n`
}

const asJson = (url: string) => ({
  apiVersion: 'builtin',
  kind: 'PatchTransformer',
  metadata: { name: 'p' },
  path: url,
  target: { kind: 'ConfigMap' },
})

/** An overlay whose plug-ins stand in the folder `t`, which begins with a harmless one. */
const folder =
  (kustomization: (url: string) => string, files: (url: string) => Files = () => ({})): Attack =>
  (url) => ({
    more: 'transformers: [t]',
    files: {
      'app/t/pt.yaml': patcher('path: settings.yaml'),
      'app/t/kustomization.yaml': `${kustomization(url)}\n`,
      ...files(url),
    },
  })

/** One whose plug-in stands in a file. */
const file =
  (text: (url: string) => string, name = 't.yaml'): Attack =>
  (url) => ({ more: `transformers: [${name}]`, files: { [`app/${name}`]: text(url) } })

const operation = (path: string, value: unknown) => JSON.stringify([{ op: 'add', path, value }])
const patch = (text: string, kind = 'PatchTransformer') =>
  `patches: [{target: {kind: ${kind}}, patch: ${JSON.stringify(text)}}]`
const toPath = (url: string) => patch(operation('/path', url))
/** Makes a plug-in of a ConfigMap. */
const promoted = (url: string) => {
  const operations = Object.entries(asJson(url)).filter(([key]) => key !== 'metadata')
  return patch(
    JSON.stringify(operations.map(([key, value]) => ({ op: 'add', path: `/${key}`, value }))),
    'ConfigMap',
  )
}
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'

/** Where the URL is there only when kustomize has changed a configuration, or made one. */
const CHANGED: Readonly<Record<string, Attack>> = {
  'a patch of operations': folder((url) => `resources: [pt.yaml]\n${toPath(url)}`),
  'a patch in a file': folder(
    () => 'resources: [pt.yaml]\npatches: [{path: p.yaml}]',
    (url) => ({ 'app/t/p.yaml': patcher(`path: ${url}`) }),
  ),
  'a patch of an old form': folder(
    (url) =>
      `resources: [pt.yaml]\npatchesStrategicMerge: [${JSON.stringify(patcher(`path: ${JSON.stringify(url)}`))}]`,
  ),
  'a patch of operations of an old form': folder(
    (url) =>
      `resources: [pt.yaml]\npatchesJson6902: [{target: {version: builtin, kind: PatchTransformer, name: p}, patch: ${JSON.stringify(operation('/path', url))}}]`,
  ),
  'a patch that makes it one of kustomize': folder(
    () => `resources: [pt.yaml]\n${patch(operation('/apiVersion', 'builtin'))}`,
    (url) => ({ 'app/t/pt.yaml': patcher(`path: ${url}`, 'example.com/v1') }),
  ),
  'a patch that changes its kind': folder(
    () =>
      `resources: [pt.yaml]\npatches: [{target: {kind: Other}, options: {allowKindChange: true}, patch: ${JSON.stringify(operation('/kind', 'PatchTransformer'))}}]`,
    (url) => ({ 'app/t/pt.yaml': patcher(`path: ${url}`).replace('PatchTransformer', 'Other') }),
  ),
  'a name prefix': folder(
    () => 'resources: [pt.yaml]\nnamePrefix: "http:"\nconfigurations: [c.yaml]',
    (url) => ({
      'app/t/pt.yaml': patcher(`path: ${url.replace('http:', '')}`),
      'app/t/c.yaml': 'namePrefix: [{path: path, kind: PatchTransformer}]\n',
    }),
  ),
  'a namespace': folder(
    (url) => `resources: [pt.yaml]\nnamespace: "${url}"\nconfigurations: [c.yaml]`,
    () => ({ 'app/t/c.yaml': 'namespace: [{path: path, kind: PatchTransformer}]\n' }),
  ),
  'a name of an image': folder(
    (url) =>
      `resources: [pt.yaml]\nimages: [{name: settings.yaml, newName: "${url}"}]\nconfigurations: [c.yaml]`,
    () => ({ 'app/t/c.yaml': 'images: [{path: path, kind: PatchTransformer}]\n' }),
  ),
  'a replacement': folder(
    () =>
      'resources: [pt.yaml, a.yaml]\nreplacements: [{source: {kind: AnnotationsTransformer, fieldPath: metadata.annotations.u}, targets: [{select: {kind: PatchTransformer}, fieldPaths: [path]}]}]',
    (url) => ({
      'app/t/a.yaml': `apiVersion: builtin\nkind: AnnotationsTransformer\nmetadata: {name: a, annotations: {u: "${url}"}}\nannotations: {a: b}\n`,
    }),
  ),
  'a transformer of transformers': folder(
    () => 'resources: [pt.yaml]\ntransformers: [v.yaml]',
    (url) => ({
      'app/t/v.yaml': `apiVersion: builtin\nkind: ValueAddTransformer\nmetadata: {name: v}\nvalue: ${url}\ntargets: [{fieldPath: path}]\n`,
    }),
  ),
  'a component': folder(
    () => 'resources: [pt.yaml]\ncomponents: [c]',
    (url) => ({ 'app/t/c/kustomization.yaml': `${COMPONENT}${toPath(url)}\n` }),
  ),
  'a base of the folder': folder(
    () => 'resources: [base]',
    (url) => ({
      'app/t/base/kustomization.yaml': `resources: [pt.yaml]\n${toPath(url)}\n`,
      'app/t/base/pt.yaml': patcher('path: settings.yaml'),
    }),
  ),
  'a map that is made a plug-in': folder(
    (url) => `configMapGenerator: [{name: g, options: {disableNameSuffixHash: true}}]\n${promoted(url)}`,
  ),
  'a map of a plug-in that is made one': folder(
    (url) => `generators: [g.yaml]\n${promoted(url)}`,
    () => ({
      'app/t/g.yaml': 'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: g}\nname: g\n',
    }),
  ),
  generators: (url) => ({
    more: 'generators: [g]',
    files: {
      'app/g/kustomization.yaml': `resources: [g.yaml]\n${patch(operation('/files', [`k=${url}`]), 'ConfigMapGenerator')}\n`,
      'app/g/g.yaml':
        'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: g}\nname: g\nliterals: [a=b]\n',
    },
  }),
  validators: (url) => ({
    more: 'validators: [v]',
    files: {
      'app/v/kustomization.yaml': `resources: [pt.yaml]\n${toPath(url)}\n`,
      'app/v/pt.yaml': patcher('path: settings.yaml'),
    },
  }),
  'transformers of a base': (url) => ({
    more: '',
    files: {
      'base/kustomization.yaml': 'resources: [c.yaml]\ntransformers: [t]\n',
      'base/c.yaml': CONFIG_MAP.replace('settings', 'other'),
      'base/t/kustomization.yaml': `resources: [pt.yaml]\n${toPath(url)}\n`,
      'base/t/pt.yaml': patcher('path: settings.yaml'),
    },
  }),
  'transformers of a component': (url) => ({
    more: 'components: [../part]',
    files: {
      'part/kustomization.yaml': `${COMPONENT}transformers: [t]\n`,
      'part/t/kustomization.yaml': `resources: [pt.yaml]\n${toPath(url)}\n`,
      'part/t/pt.yaml': patcher('path: settings.yaml'),
    },
  }),
}

/** Where the URL is there, in a form that is easy to miss. */
const HIDDEN: Readonly<Record<string, Attack>> = {
  'another spelling of builtin': file((url) => patcher(`path: ${url}`, '/builtin')),
  'a key in capitals': file((url) => patcher(`PATH: ${url}`)),
  'a list': file((url) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [asJson(url)] })),
  'a list of another kind': file((url) =>
    JSON.stringify({ apiVersion: 'v1', kind: 'XList', metadata: { name: 'l' }, items: [asJson(url)] }),
  ),
  'a list of functions': file((url) => JSON.stringify({ kind: 'ResourceList', items: [asJson(url)] })),
  'a list of lists': file((url) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'XList',
      metadata: { name: 'l' },
      items: [{ apiVersion: 'v1', kind: 'YList', metadata: { name: 'l' }, items: [asJson(url)] }],
    }),
  ),
  'a second document': file(
    (url) => `${patcher('path: settings.yaml')}--- # two\n${patcher(`path: ${url}`, 'builtin', 'q')}`,
  ),
  'a file of another name': file((url) => patcher(`path: ${url}`), 'README'),
  'a merged mapping': file((url) => patcher(`<<: {path: "${url}"}`)),
  'a mapping that is merged into a merged one': file((url) => patcher(`<<: {<<: {path: "${url}"}}`)),
  'the kind merged': file(
    (url) =>
      `<<: {apiVersion: builtin, kind: PatchTransformer}\nmetadata: {name: p}\npath: ${url}\ntarget: {kind: ConfigMap}\n`,
  ),
  'an alias for a key': file((url) => patcher(`x: &key path\n*key : ${url}`)),
  'a key of more lines': file((url) => patcher(`? path\n: ${url}`)),
  'an alias for a value': file((url) => patcher(`value: &url ${url}\npath: *url`)),
  ...Object.fromEntries(
    ['\r', '\u0085', '\u2028', '\u2029'].flatMap((end): [string, Attack][] => {
      const code = `U+${end.charCodeAt(0).toString(16).padStart(4, '0')}`
      return [
        [
          `a line of a configuration that ends with ${code}`,
          file((url) => patcher(`# a comment${end}path: ${url}`)),
        ],
        [
          `a line of a kustomization that ends with ${code}`,
          (url) => ({ more: `# a comment${end}crds: ["${url}"]` }),
        ],
      ]
    }),
  ),
  'a byte order mark': file((url) => `\ufeff${patcher(`path: ${url}`)}`),
  'a file of two meanings': (url) => {
    const inline = `!!map ${JSON.stringify(asJson(url))}`
    return {
      more: `transformers: [${JSON.stringify(inline)}]`,
      files: { [`app/${inline.replace('//', '/')}`]: patcher('path: settings.yaml') },
    }
  },
  'an inline list': (url) => ({
    more: `transformers: [${JSON.stringify(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [asJson(url)] }))}]`,
  }),
  'an inline one behind a comment': (url) => ({
    more: `transformers: [${JSON.stringify(`# a comment\n${patcher(`path: ${url}`)}`)}]`,
  }),
  ...Object.fromEntries(
    ['1e1000', '0xFFFFFFFFFFFFFFFFFF', '12:30'].map((name): [string, Attack] => [
      `a folder called ${name}, which is a number for some`,
      (url) => ({
        more: `bases: [${name}]`,
        files: { [`app/${name}/kustomization.yaml`]: `crds: ["${url}"]\n` },
      }),
    ]),
  ),
  'a field that a merged mapping overrules': (url) => ({ more: `crds: []\n<<: {crds: ["${url}"]}` }),
  'a field of the second merged mapping': (url) => ({
    more: `crds: []\n<<: [{namePrefix: x}, {crds: ["${url}"]}]`,
  }),
  'a field that an alias overrules': (url) => ({
    more: `buildMetadata: [&key crds]\n*key : ["${url}"]\nnamePrefix: x`,
  }),
}

export const ATTACKS: Readonly<Record<string, Attack>> = { ...CHANGED, ...HIDDEN }
