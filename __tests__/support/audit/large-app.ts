import type { Random } from '../random.ts'
import { ECR } from './workloads.ts'

/** Hexadecimal digits, as a commit has them. */
export const sha = (random: Random, length: number): string =>
  Array.from({ length }, () => random.below(16).toString(16)).join('')

export const lines = (count: number, line: (index: number) => string): string =>
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
