/** A chart in one of the styles found in the wild, and the images that helm renders of it. */
export interface SampleChart {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly images: readonly string[]
}

interface Parts {
  /** What stands behind `image:`, one for each container. */
  readonly image: readonly string[]
  readonly values: string
  readonly helpers?: string
  readonly images: readonly string[]
  readonly about?: string
  readonly more?: Readonly<Record<string, string>>
}

const pod = (images: readonly string[]): string => `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}
spec:
  containers:
${images.map((image, index) => `    - name: c${index}\n      image: ${image}\n`).join('')}`

const chart = (
  name: string,
  { image, values, helpers, images, about = '', more = {} }: Parts,
): SampleChart => ({
  name,
  images,
  files: {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 0.1.0\nappVersion: "9.9.9"\n${about}`,
    'values.yaml': values,
    'templates/pod.yaml': pod(image),
    ...(helpers === undefined ? {} : { 'templates/_helpers.tpl': helpers }),
    ...more,
  },
})

const GLOBAL_FIRST = `{{- define "lib.image" -}}
{{- $registryName := default .imageRoot.registry ((.global).imageRegistry) -}}
{{- $repositoryName := .imageRoot.repository -}}
{{- $separator := ":" -}}
{{- $termination := .imageRoot.tag | toString -}}
{{- if not .imageRoot.tag }}
  {{- if .chart }}
    {{- $termination = .chart.AppVersion | toString -}}
  {{- end -}}
{{- end -}}
{{- if .imageRoot.digest }}
    {{- $separator = "@" -}}
    {{- $termination = .imageRoot.digest | toString -}}
{{- end -}}
{{- if $registryName }}
    {{- printf "%s/%s%s%s" $registryName $repositoryName $separator $termination -}}
{{- else -}}
    {{- printf "%s%s%s"  $repositoryName $separator $termination -}}
{{- end -}}
{{- end -}}
`

const LOCAL_FIRST = `{{- define "svc.image" -}}
{{- $host := .Values.global.registry.host -}}
{{- $repository := coalesce .Values.image.repository (printf "%s/%s/%s" $host .Values.global.registry.prefix .Chart.Name) -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
`

const ECR = '465002806239.dkr.ecr.us-east-1.amazonaws.com'

/** Each asks something else of a reader of templates. */
export const SAMPLE_CHARTS: readonly SampleChart[] = [
  chart('plain', {
    image: ['"{{ .Values.image.repository }}:{{ .Values.image.tag }}"'],
    values: 'image:\n  repository: nginx\n  tag: "1.27"\n',
    images: ['nginx:1.27'],
  }),
  chart('app-version', {
    image: ['"{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"'],
    values: 'image:\n  repository: nginx\n  tag: ""\n',
    images: ['nginx:9.9.9'],
  }),
  chart('global-first', {
    image: [
      '{{ include "lib.image" (dict "imageRoot" .Values.image "global" .Values.global "chart" .Chart) }}',
    ],
    values: `global:\n  imageRegistry: ${ECR}\nimage:\n  registry: docker.io\n  repository: bitnami/redis\n  tag: 8.2.1\n`,
    helpers: GLOBAL_FIRST,
    images: [`${ECR}/bitnami/redis:8.2.1`],
  }),
  chart('global-empty', {
    image: [
      '{{ include "lib.image" (dict "imageRoot" .Values.image "global" .Values.global "chart" .Chart) }}',
    ],
    values:
      'global:\n  imageRegistry: ""\nimage:\n  registry: docker.io\n  repository: bitnami/redis\n  tag: ""\n',
    helpers: GLOBAL_FIRST,
    images: ['docker.io/bitnami/redis:9.9.9'],
  }),
  chart('no-global', {
    image: ['{{ include "lib.image" (dict "imageRoot" .Values.image "global" .Values.global) }}'],
    values: 'image:\n  repository: redis\n  tag: 1\n  digest: sha256:abc\n',
    helpers: GLOBAL_FIRST,
    images: ['redis@sha256:abc'],
  }),
  chart('local-first', {
    image: ['{{ include "svc.image" . | quote }}'],
    values: `global:\n  registry:\n    host: ${ECR}\n    prefix: seller\nimage:\n  repository: docker.io/acme/web\n  tag: v1\n`,
    helpers: LOCAL_FIRST,
    images: ['docker.io/acme/web:v1'],
  }),
  chart('local-empty', {
    image: ['{{ include "svc.image" . | quote }}'],
    values: `global:\n  registry:\n    host: ${ECR}\n    prefix: seller\nimage:\n  repository: ""\n  tag: v1\n`,
    helpers: LOCAL_FIRST,
    images: [`${ECR}/seller/local-empty:v1`],
  }),
  chart('ternary', {
    image: [
      '{{ ternary .Values.a .Values.b .Values.useA }}:{{ .Values.tag }}',
      '{{ ternary .Values.a .Values.b (not .Values.useA) }}',
    ],
    values: 'a: one/a\nb: two/b\nuseA: true\ntag: x\n',
    images: ['one/a:x', 'two/b'],
  }),
  chart('if-else', {
    image: [
      '{{ if .Values.registry }}{{ .Values.registry }}/{{ end }}{{ .Values.name }}{{ if .Values.tag }}:{{ .Values.tag }}{{ else }}:latest{{ end }}',
    ],
    values: 'registry: quay.io\nname: a/b\ntag: ""\n',
    images: ['quay.io/a/b:latest'],
  }),
  chart('else-if', {
    image: [
      '{{ if .Values.digest }}a@{{ .Values.digest }}{{ else if .Values.tag }}a:{{ .Values.tag }}{{ else }}a{{ end }}',
    ],
    values: 'digest:\ntag: t\n',
    images: ['a:t'],
  }),
  chart('with', {
    image: [
      '{{ with .Values.image }}{{ .registry }}/{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}',
    ],
    values: 'image:\n  registry: gcr.io\n  repository: p/x\n',
    images: ['gcr.io/p/x:9.9.9'],
  }),
  chart('trim-suffix', {
    image: [
      '{{ .Values.registry | trimSuffix "/" }}/{{ .Values.name | trimPrefix "/" }}:{{ trimAll "v" .Values.tag }}',
    ],
    values: 'registry: quay.io/\nname: /x\ntag: v1v\n',
    images: ['quay.io/x:1'],
  }),
  chart('numbers', {
    image: [
      'a:{{ .Values.float }}',
      'a:{{ .Values.date }}',
      'a:{{ .Values.small }}',
      'a:{{ .Values.octal }}',
      'a:{{ .Values.text }}',
    ],
    values: 'float: 1.10\ndate: 20240101\nsmall: 123456\noctal: 010\ntext: "1.10"\n',
    images: ['a:1.1', 'a:2.0240101e+07', 'a:123456', 'a:8', 'a:1.10'],
  }),
  chart('words', {
    image: ['a:{{ .Values.sure }}', '{{ .Values.not | quote }}', 'a:{{ .Values.quoted }}'],
    values: 'sure: yes\nnot: False\nquoted: "yes"\n',
    images: ['a:true', 'false', 'a:yes'],
  }),
  chart('bool-keys', {
    image: [
      'a{{ .Values.n }}',
      'b{{ index .Values "false" }}',
      'c{{ .Values.value }}',
      'd{{ index .Values "true" }}',
    ],
    values: 'n: one\nvalue: y\nOn: two\n',
    images: ['a', 'bone', 'ctrue', 'dtwo'],
  }),
  chart('range-map', {
    image: ['first'],
    values: 'sidecars:\n  b: {image: two/b, tag: "2"}\n  a: {image: one/a, tag: "1"}\n',
    images: ['first', 'one/a:1', 'two/b:2'],
    more: {
      'templates/more.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: more\nspec:\n  containers:\n  {{- range $name, $one := .Values.sidecars }}\n  - name: {{ $name }}\n    image: {{ $one.image }}:{{ .tag }}\n  {{- end }}\n',
    },
  }),
  chart('range-list', {
    image: ['first'],
    values: 'containers:\n- image: x/y:1\n- image: x/z:2\n',
    images: ['first', 'x/y:1', 'x/z:2'],
    more: {
      'templates/more.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: more\nspec:\n  containers:\n  {{- range $at, $ := .Values.containers }}\n  - name: c{{ $at }}\n    image: {{ .image | quote }}\n  {{- end }}\n',
    },
  }),
  chart('to-yaml', {
    image: ['first'],
    values: 'extra:\n- name: side\n  image: "side/car:1"\n  args: ["--x"]\n',
    images: ['first', 'side/car:1'],
    more: {
      'templates/more.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: more\nspec:\n  containers:\n    {{- toYaml .Values.extra | nindent 4 }}\n',
    },
  }),
  chart('tpl', {
    image: ['{{ tpl .Values.image . }}'],
    values: `registry: ${ECR}\nimage: "{{ .Values.registry }}/team/app:{{ .Chart.AppVersion }}"\n`,
    images: [`${ECR}/team/app:9.9.9`],
  }),
  chart('printf', {
    image: [
      '{{ printf "%s/%s:%v" .Values.r .Values.name .Values.t }}',
      '{{ printf "%s-%d" "x" 3 }}',
      '{{ print .Values.r "/" .Values.name }}',
    ],
    values: 'r: quay.io\nname: a/b\nt: 3\n',
    images: ['quay.io/a/b:3', 'x-3', 'quay.io/a/b'],
  }),
  chart('or-and', {
    image: ['{{ or .Values.a .Values.b }}', '{{ and .Values.b .Values.c }}'],
    values: 'a: ""\nb: b/b\nc: c/c\n',
    images: ['b/b', 'c/c'],
  }),
  chart('compare', {
    image: [
      '{{ if eq .Values.kind "fips" }}a-fips{{ else }}a{{ end }}',
      '{{ if ne .Values.kind "fips" }}b{{ else }}b-fips{{ end }}',
      '{{ if and (hasPrefix "v" .Values.tag) (contains "." .Values.tag) }}c:{{ .Values.tag }}{{ end }}',
    ],
    values: 'kind: fips\ntag: v1.2\n',
    images: ['a-fips', 'b-fips', 'c:v1.2'],
  }),
  chart('has-key', {
    image: [
      '{{ if hasKey .Values "image" }}{{ get .Values.image "name" }}{{ else }}none{{ end }}',
      '{{ index .Values "image" "name" }}',
      '{{ dig "image" "tag" "t" .Values.nested }}',
    ],
    values: 'image: {name: a/b}\nnested: {image: {}}\n',
    images: ['a/b', 'a/b', 't'],
  }),
  chart('null-value', {
    image: ['a{{ if .Values.tag }}:{{ .Values.tag }}{{ end }}', 'b:{{ .Values.tag | default "d" }}'],
    values: 'tag: null\n',
    images: ['a', 'b:d'],
  }),
  chart('nested-define', {
    image: ['{{ template "outer" . }}'],
    values: 'image: {repository: r/x, tag: 2}\n',
    helpers:
      '{{ define "outer" }}{{ include "inner" (dict "i" .Values.image "d" "latest") | trim }}{{ end }}\n{{ define "inner" }}\n{{ .i.repository }}:{{ .i.tag | default .d }}\n{{ end }}\n',
    images: ['r/x:2'],
  }),
  chart('replace', {
    image: [
      '{{ .Values.i | replace "docker.io" "mirror.local" | lower }}',
      '{{ .Values.i | upper | trunc 6 }}',
    ],
    values: 'i: docker.io/a/B\n',
    images: ['mirror.local/a/b', 'DOCKER'],
  }),
  chart('split', {
    image: [
      '{{ index (splitList ":" .Values.i) 0 }}',
      '{{ (split ":" .Values.i)._1 }}',
      '{{ first (splitList ":" .Values.i) }}',
    ],
    values: 'i: a/b:9\n',
    images: ['a/b', '9', 'a/b'],
  }),
  chart('merge', {
    image: [
      '{{ $i := merge (dict "tag" "own") .Values.defaults }}{{ $i.repo }}:{{ $i.tag }}',
      '{{ $m := mergeOverwrite (deepCopy .Values.defaults) (dict "tag" "over") }}{{ $m.repo }}:{{ $m.tag }}',
    ],
    values: 'defaults: {repo: a/b, tag: base}\n',
    images: ['a/b:own', 'a/b:over'],
  }),
  chart('set', {
    image: [
      '{{ $d := dict }}{{ $_ := set $d "i" "a/b" }}{{ $d.i }}',
      '{{ $_ := set .Values "late" "c/d" }}{{ .Values.late }}',
    ],
    values: '{}\n',
    images: ['a/b', 'c/d'],
  }),
  chart('assign-in-if', {
    image: [
      '{{ $i := "a" }}{{ if .Values.yes2 }}{{ $i = "b" }}{{ end }}{{ $i }}',
      '{{ $j := "a" }}{{ if .Values.yes2 }}{{ $j := "b" }}{{ end }}{{ $j }}',
    ],
    values: 'yes2: true\n',
    images: ['b', 'a'],
  }),
  chart('raw-text', {
    image: ['{{ `a/b` }}:{{/* the tag */}}{{ "t" }}', "'c/d' {{- /* x */ -}}"],
    values: '{}\n',
    images: ['a/b:t', 'c/d'],
  }),
  chart('required', {
    image: [
      '{{ required "a tag is needed" .Values.i }}',
      '{{ .Values.i | required "it is needed" | squote }}',
    ],
    values: 'i: a/b\n',
    images: ['a/b', 'a/b'],
  }),
  chart('join', {
    image: ['{{ join "/" (list .Values.r "x" "y") }}', '{{ list "a" "" "b" | compact | join "/" }}'],
    values: 'r: quay.io\n',
    images: ['quay.io/x/y', 'a/b'],
  }),
  chart('subchart', {
    image: ['parent:{{ .Values.sub.image.tag }}'],
    values: `global: {registry: ${ECR}}\nsub:\n  image: {tag: from-parent}\nother: {enabled: false}\n`,
    about:
      'dependencies:\n- {name: sub, version: 0.1.0}\n- {name: other, version: 0.1.0, condition: other.enabled}\n- {name: sub, version: 0.1.0, alias: again}\n',
    images: ['parent:from-parent', `${ECR}/sub:from-parent`, `${ECR}/sub:own`],
    more: {
      'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
      'charts/sub/values.yaml': 'image: {repository: sub, tag: own}\nglobal: {registry: nowhere.io}\n',
      'charts/sub/templates/pod.yaml': pod([
        '{{ .Values.global.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}',
      ]),
      'charts/other/Chart.yaml': 'apiVersion: v2\nname: other\nversion: 0.1.0\n',
      'charts/other/values.yaml': 'enabled: true\n',
      'charts/other/templates/pod.yaml': pod(['other:1']),
    },
  }),
  chart('library', {
    image: ['{{ include "lib.image" (dict "imageRoot" .Values.image "global" .Values.global) }}'],
    values: 'image: {registry: quay.io, repository: a/b, tag: c}\n',
    about: 'dependencies:\n- {name: lib, version: 0.1.0}\n',
    images: ['quay.io/a/b:c'],
    more: {
      'charts/lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 0.1.0\ntype: library\n',
      'charts/lib/templates/_image.tpl': GLOBAL_FIRST,
    },
  }),
  chart('tags', {
    image: ['first'],
    values: 'tags: {back: false, front: true}\n',
    about:
      'dependencies:\n- {name: a, version: 0.1.0, tags: [front]}\n- {name: b, version: 0.1.0, tags: [back]}\n',
    images: ['first', 'a:1'],
    more: {
      'charts/a/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 0.1.0\n',
      'charts/a/templates/pod.yaml': pod(['a:1']),
      'charts/b/Chart.yaml': 'apiVersion: v2\nname: b\nversion: 0.1.0\n',
      'charts/b/templates/pod.yaml': pod(['b:1']),
    },
  }),
  chart('anchors', {
    image: [
      '{{ .Values.web.image.repository }}:{{ .Values.web.image.tag }}',
      '{{ .Values.job.image.repository }}:{{ .Values.job.image.tag }}',
    ],
    values:
      'web:\n  image: &image\n    repository: a/b\n    tag: one\njob:\n  image:\n    <<: *image\n    tag: two\n',
    images: ['a/b:one', 'a/b:two'],
  }),
  chart('block-value', {
    image: ['>-\n        {{ .Values.i }}:{{ .Values.t }}', '"{{ .Values.i }}" # not {{ .Values.t }}'],
    values: 'i: a/b\nt: 1\n',
    images: ['a/b:1', 'a/b'],
  }),
  chart('kinds', {
    image: [
      '{{ if kindIs "string" .Values.i }}{{ .Values.i }}{{ else }}{{ .Values.i.name }}{{ end }}',
      '{{ if kindIs "map" .Values.j }}{{ .Values.j.name }}{{ end }}',
      '{{ if empty .Values.k }}e{{ else }}f{{ end }}',
    ],
    values: 'i: a/b\nj: {name: c/d}\nk: {}\n',
    images: ['a/b', 'c/d', 'e'],
  }),
  chart('either-way', {
    image: ['{{ if .Capabilities.APIVersions.Has "v1" }}a{{ else }}a{{ end }}:1', 'b:1'],
    values: '{}\n',
    images: ['a:1', 'b:1'],
  }),
  chart('parentheses', {
    image: [
      '{{ (index .Values.list 1).image }}',
      '{{ ((.Values.a).b).c | default "none" }}',
      '{{ (.Values.list | first).image }}',
    ],
    values: 'list: [{image: a}, {image: b}]\n',
    images: ['b', 'none', 'a'],
  }),
]
