import { expect, test } from 'vitest'
import { roleSitesIn } from '../../../../src/effective/sites/role-site.ts'
import { readYaml } from '../../../../src/effective/yaml/read.ts'

const ARN = 'arn:aws:iam::465002806239:role/a'

test.each<readonly [string, string, readonly string[]]>([
  [
    'annotations',
    `metadata: {annotations: {eks.amazonaws.com/role-arn: ${ARN}, other: b}}`,
    ['eks.amazonaws.com/role-arn'],
  ],
  [
    'the kubelet',
    `metadata: {annotations: {eks.amazonaws.com/ecr-role-arn: ${ARN}}}`,
    ['eks.amazonaws.com/ecr-role-arn'],
  ],
  ['pods of a chart', `web: {podAnnotations: {iam.amazonaws.com/role: ${ARN}}}`, ['iam.amazonaws.com/role']],
  [
    'nobody',
    'metadata: {annotations: {eks.amazonaws.com/role-arn: ""}, labels: {eks.amazonaws.com/role-arn: a}}',
    [],
  ],
  [
    'whoever has the key',
    'metadata: {annotations: {eks.amazonaws.com/role-arn: "ENC[AES256_GCM,data:x]"}}',
    [],
  ],
  [
    'values that are a text in an Application',
    `apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    helm:
      values: |
        serviceAccount:
          annotations:
            eks.amazonaws.com/role-arn: ${ARN}`,
    ['eks.amazonaws.com/role-arn'],
  ],
  [
    'a parameter of an Application',
    String.raw`apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    helm:
      parameters:
        - name: serviceAccount.annotations.eks\.amazonaws\.com/role-arn
          value: ${ARN}
        - name: image.tag
          value: v1`,
    ['eks.amazonaws.com/role-arn'],
  ],
])('a role for %s', (_, text, keys) => {
  const [document] = readYaml({ path: 'a.yaml', text, exact: true }).documents
  const sites = document?.root ? roleSitesIn(document.root) : []
  expect(sites.map(({ key }) => key)).toEqual(keys)
  for (const { at } of sites) expect(text.slice(at.start, at.end)).toBe(ARN)
})
