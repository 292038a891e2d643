import type { Random } from '../random.ts'
import { lines, sha } from './large-app.ts'
import { ECR } from './workloads.ts'

export const externalSecret = (
  name: string,
  environment: string,
): string => `apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata:
  name: ${name}
spec:
  refreshInterval: 1h
  secretStoreRef:
    kind: ClusterSecretStore
    name: aws
  target:
    name: ${name}
  dataFrom:
    - extract:
        key: /${environment}/${name}
`

export const application = (name: string): string =>
  ['dev', 'staging', 'prod']
    .map(
      (environment) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}-${environment}
  namespace: argocd
spec:
  project: platform
  source:
    repoURL: https://github.com/acme/platform-config.git
    targetRevision: main
    path: apps/${name}/overlays/${environment}
  destination:
    name: ${environment}
    namespace: ${name}-${environment}
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
`,
    )
    .join('---\n')

export const values = (random: Random, name: string): string => `# Default values of ${name}.
replicaCount: 2
image:
  repository: ${ECR}/platform/${name}
  tag: "${sha(random, 7)}"
  pullPolicy: IfNotPresent
serviceAccount:
  create: true
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::465002806239:role/${name}
env:
${lines(16, (index) => `  SETTING_${index}: ${sha(random, 16)}x`)}
metrics:
  image:
    registry: docker.io
    repository: prom/statsd-exporter
    tag: v0.27.${random.below(9)}
`

export const template = (name: string): string => `{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "${name}.fullname" . }}
  labels:
    {{- include "${name}.labels" . | nindent 4 }}
spec:
  template:
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
{{- end }}
`

export const policies = (name: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  policyTypes: [Ingress, Egress]
  ingress:
${lines(12, (index) => `    - from:\n        - namespaceSelector:\n            matchLabels:\n              name: caller-${index}\n      ports:\n        - port: ${8000 + index}`)}
`

export const definition = (name: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${name}s.example.com
spec:
  group: example.com
  names:
    kind: Thing
    plural: ${name}s
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
${lines(60, (index) => `            field${index}:\n              description: |-\n                What the field is for, in as many words as people write who generate\n                such descriptions from the comments of a program.\n              type: object\n              properties:\n                image:\n                  type: string\n                enabled:\n                  type: boolean`)}
`

export const dashboard = (random: Random, name: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}-dashboard
  labels:
    grafana_dashboard: "1"
data:
  ${name}.json: |-
    {
      "title": "${name}",
      "panels": [
${lines(52, (index) => `        {\n          "id": ${index},\n          "type": "timeseries",\n          "title": "Panel ${index}",\n          "datasource": {"type": "prometheus", "uid": "${sha(random, 10)}"},\n          "targets": [\n            {"expr": "sum(rate(http_requests_total{service=\\"${name}\\"}[5m])) by (code)", "refId": "A"}\n          ],\n          "gridPos": {"h": 8, "w": 12, "x": ${(index % 2) * 12}, "y": ${index * 4}}\n        },`)}
        {"id": 99}
      ]
    }
`
