import type { Random } from '../random.ts'
import { ECR } from './workloads.ts'

/** Hexadecimal digits, as a commit has them. */
const sha = (random: Random, length: number): string =>
  Array.from({ length }, () => random.below(16).toString(16)).join('')

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')

const BASE = ['deployment', 'service', 'serviceaccount', 'cronjob', 'config', 'ingress']

export const baseKustomization = (random: Random): string => {
  const indent = random.chance(0.5) ? '  ' : ''
  return `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${BASE.map((name) => `${indent}- ${name}.yaml\n`).join('')}`
}

export const deployment = (random: Random, name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: &labels
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: platform
  annotations:
    # Who is asked at night.
    example.com/owner: team-${random.below(20)}
spec:
  replicas: ${1 + random.below(4)}
  revisionHistoryLimit: 3
  selector:
    matchLabels: *labels
  template:
    metadata:
      labels: *labels
    spec:
      serviceAccountName: ${name}
      securityContext: {runAsNonRoot: true, fsGroup: 1000}
      initContainers:
        - name: migrate
          image: ${name}-migrate
          command: ["./migrate", "--wait", "30s"]
      containers:
        - name: app
          image: ${random.chance(0.5) ? name : `${name}:latest`}
          ports:
            - name: http
              containerPort: 8080
            - name: metrics
              containerPort: 9090
          env:
${lines(8, (index) => `            - name: SETTING_${index}\n              value: "${sha(random, 12)}"`)}
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          livenessProbe:
            httpGet: {path: /healthz, port: http}
            initialDelaySeconds: 10
          readinessProbe:
            httpGet: {path: /ready, port: http}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 512Mi}
        - name: proxy
          image: public.ecr.aws/envoyproxy/envoy:v1.31.${random.below(5)}
`

export const service = (name: string): string => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}-headless
spec:
  clusterIP: None
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: metrics
      port: 9090
`

export const serviceAccount = (name: string): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::465002806239:role/${name}
`

export const cronJob = (name: string): string => `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${name}-cleanup
spec:
  schedule: "17 3 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          serviceAccountName: ${name}
          containers:
            - name: cleanup
              image: ${name}
              args: [cleanup, --older-than=30d]
`

export const config = (random: Random, name: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
data:
${lines(12, (index) => `  KEY_${index}: ${JSON.stringify(sha(random, 24))}`)}
  application.yaml: |
    server:
      port: 8080
    logging:
      level: info
      format: json
    features:
${lines(10, (index) => `      feature-${index}: ${random.chance(0.5)}`)}
`

export const ingress = (name: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  annotations:
    alb.ingress.kubernetes.io/scheme: internal
    alb.ingress.kubernetes.io/target-type: ip
    alb.ingress.kubernetes.io/listen-ports: '[{"HTTPS": 443}]'
spec:
  ingressClassName: alb
  rules:
    - host: ${name}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port:
                  name: http
`

export const overlay = (
  random: Random,
  name: string,
  environment: string,
): string => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${name}-${environment}
resources:
  - ../../base
  - secrets.yaml
images:
  - name: ${name}
    newName: ${ECR}/platform/${name}
    newTag: ${random.chance(0.1) ? 'main-latest' : `"${sha(random, 12)}"`}
  - name: ${name}-migrate
    newName: ${ECR}/platform/${name}-migrate
    newTag: "${sha(random, 12)}"
patches:
  - path: resources.yaml
  - target:
      kind: ServiceAccount
      name: ${name}
    patch: |-
      - op: replace
        path: /metadata/annotations/eks.amazonaws.com~1role-arn
        value: arn:aws:iam::465002806239:role/${name}-${environment}
`

export const resourcesPatch = (random: Random, name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${2 + random.below(8)}
  template:
    spec:
      containers:
        - name: app
          env:
            - name: SETTING_1
              value: "${sha(random, 8)}"
          resources:
            requests:
              cpu: ${100 + random.below(9) * 100}m
`

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
