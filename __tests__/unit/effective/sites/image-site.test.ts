import { describe, expect, test } from 'vitest'
import { imageSitesIn } from '../../../../src/effective/sites/image-site.ts'
import { readYaml } from '../../../../src/effective/yaml/read.ts'

function sitesOf(text: string): readonly string[] {
  const { documents } = readYaml({ path: 'a.yaml', text, exact: true })
  return documents.flatMap(({ root }) =>
    root
      ? imageSitesIn(root).map(({ field, at, reach, known }) => `${field} = ${at.text} (${reach}, ${known})`)
      : [],
  )
}

const object = (apiVersion: string, kind: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n${rest}\n`

describe('images stand', () => {
  test.each<readonly [string, string, readonly string[]]>([
    [
      'in containers of a pod, however deep',
      object(
        'batch/v1',
        'CronJob',
        'spec: {jobTemplate: {spec: {template: {spec: {initContainers: [{image: a}], containers: [{image: b}, {image: c}]}}}}}',
      ),
      [
        'spec.jobTemplate.spec.template.spec.initContainers[0].image = a (images, certain)',
        'spec.jobTemplate.spec.template.spec.containers[0].image = b (images, certain)',
        'spec.jobTemplate.spec.template.spec.containers[1].image = c (images, certain)',
      ],
    ],
    [
      'in containers where kustomize does not look',
      object('v1', 'Pod', 'spec: {ephemeralContainers: [{image: a}], containers: [{image: }, {image: ""}]}'),
      [
        'spec.ephemeralContainers[0].image = a (none, certain)',
        'spec.containers[0].image =  (none, certain)',
        'spec.containers[1].image =  (none, certain)',
      ],
    ],
    [
      'in volumes',
      object(
        'v1',
        'Pod',
        'spec: {volumes: [{name: a, image: {reference: b, pullPolicy: Always}}, {image: c}]}',
      ),
      ['spec.volumes[0].image.reference = b (images, certain)'],
    ],
    [
      'in workflows',
      object(
        'argoproj.io/v1alpha1',
        'WorkflowTemplate',
        `spec:
  templateDefaults: {container: {image: a}}
  templates:
    - container: {image: b}
      sidecars: [{image: c}]
      initContainers: [{image: d}]
    - script: {image: e}
    - containerSet: {containers: [{image: f}]}
    - container: {image: "{{inputs.parameters.image}}"}`,
      ),
      [
        'spec.templateDefaults.container.image = a (none, certain)',
        'spec.templates[0].container.image = b (none, certain)',
        'spec.templates[0].sidecars[0].image = c (none, certain)',
        'spec.templates[0].initContainers[0].image = d (images, certain)',
        'spec.templates[1].script.image = e (none, certain)',
        'spec.templates[2].containerSet.containers[0].image = f (images, certain)',
        'spec.templates[3].container.image = {{inputs.parameters.image}} (none, assumed)',
      ],
    ],
    [
      'in the patch of a pod that is a text',
      object(
        'argoproj.io/v1alpha1',
        'Workflow',
        `spec:
  podSpecPatch: |
    containers:
      - name: main
        image: a:v1`,
      ),
      ['spec.podSpecPatch.containers[0].image = a:v1 (none, certain)'],
    ],
    [
      'in objects that a sensor carries',
      object(
        'argoproj.io/v1alpha1',
        'Sensor',
        `spec:
  triggers:
    - template:
        k8s:
          source:
            resource:
              apiVersion: argoproj.io/v1alpha1
              kind: Workflow
              spec: {templates: [{script: {image: a}}]}
    - template:
        k8s:
          source:
            resource:
              apiVersion: tekton.dev/v1
              kind: TaskRun
              spec: {taskSpec: {steps: [{image: b}, {image: $(params.c)}]}}`,
      ),
      [
        'spec.triggers[0].template.k8s.source.resource.spec.templates[0].script.image = a (none, certain)',
        'spec.triggers[1].template.k8s.source.resource.spec.taskSpec.steps[0].image = b (none, certain)',
        'spec.triggers[1].template.k8s.source.resource.spec.taskSpec.steps[1].image = $(params.c) (none, assumed)',
      ],
    ],
    [
      'where operators look for them',
      [
        object('serving.kserve.io/v1beta1', 'InferenceService', 'spec: {predictor: {model: {image: a}}}'),
        object('sparkoperator.k8s.io/v1beta2', 'SparkApplication', 'spec: {image: b, executor: {image: c}}'),
        object('monitoring.coreos.com/v1', 'Prometheus', 'spec: {image: d, thanos: {image: e}}'),
        object('postgresql.cnpg.io/v1', 'Cluster', 'spec: {imageName: f}'),
      ].join('---\n'),
      [
        'spec.predictor.model.image = a (none, certain)',
        'spec.image = b (none, certain)',
        'spec.executor.image = c (none, certain)',
        'spec.image = d (none, certain)',
        'spec.thanos.image = e (none, certain)',
        'spec.imageName = f (none, certain)',
      ],
    ],
    [
      'perhaps in other objects of somebody else',
      object(
        'example.com/v1',
        'Thing',
        'spec: {image: quay.io/a/b:v1, logo: {image: "https://a/b.png"}, other: {image: c}}',
      ),
      ['spec.image = quay.io/a/b:v1 (none, assumed)'],
    ],
    [
      'and are to be filled in where parameters are',
      object(
        'template.openshift.io/v1',
        'Template',
        'objects: [{apiVersion: v1, kind: Pod, spec: {containers: [{image: "a:$' + '{TAG}"}]}}]',
      ),
      ['objects[0].spec.containers[0].image = a:$' + '{TAG} (images, certain)'],
    ],
  ])('%s', (_, text, expected) => {
    expect(sitesOf(text)).toEqual(expected)
  })

  test.each([
    [
      'a policy',
      object(
        'kyverno.io/v1',
        'ClusterPolicy',
        'spec: {rules: [{validate: {pattern: {spec: {containers: [{image: "!*:latest"}]}}}}]}',
      ),
    ],
    [
      'a repository of Flux',
      object('image.toolkit.fluxcd.io/v1', 'ImageRepository', 'spec: {image: quay.io/a/b}'),
    ],
    [
      'an Application',
      object('argoproj.io/v1alpha1', 'Application', 'spec: {source: {helm: {valuesObject: {image: a/b}}}}'),
    ],
    ['a ConfigMap', object('v1', 'ConfigMap', 'data: {image: quay.io/a/b:v1}')],
  ])('not in %s', (_, text) => {
    expect(sitesOf(text)).toEqual([])
  })
})

test('aliases that lead ever deeper are followed no further than objects go', () => {
  const deep = Array.from(
    { length: 120 },
    (_, at) => `k${at}: &a${at} {a: {b: {c: {d: ${at === 0 ? 'x' : `*a${at - 1}`}}}}}`,
  )
  const started = performance.now()
  expect(sitesOf(`${deep.join('\n')}\nlast: {containers: [{image: a}]}\n`)).toEqual([
    'last.containers[0].image = a (images, certain)',
  ])
  expect(performance.now() - started).toBeLessThan(2_000)
})
