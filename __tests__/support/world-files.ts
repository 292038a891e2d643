import type { Files } from './git-repositories.ts'

export interface ConfigFacts {
  /** `<host>/<repository>`, the wanted `newName`. */
  image: string
  name: string
  /** What is deployed at the start. */
  tag: string
}

export const SERVICE_COMMITS: Files[] = [
  {
    Dockerfile: 'FROM scratch\nCOPY app.txt /app.txt\n',
    'app.txt': 'one\n',
    'README.md': '# identity-service\n',
  },
  { 'app.txt': 'two\n' },
  { 'app.txt': 'three\n' },
]

export const overlayPath = (name: string, environment: string): string =>
  `apps/${name}/overlays/${environment}`

/** A platform-config repository as teams write them: comments, quotes and an IRSA role in the overlays. */
export const configFiles = (facts: ConfigFacts): Files => ({
  'README.md': '# platform-config\n',
  [`apps/${facts.name}/base/kustomization.yaml`]: 'resources:\n  - deployment.yaml\n',
  [`apps/${facts.name}/base/deployment.yaml`]: deployment(facts.name),
  [`${overlayPath(facts.name, 'staging')}/kustomization.yaml`]: overlay('staging', facts),
  [`${overlayPath(facts.name, 'production')}/kustomization.yaml`]: overlay('production', facts),
})

export const overlay = (
  environment: string,
  { name, image, tag }: ConfigFacts,
): string => `# ${environment} of ${name}
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${environment}
resources:
  - ../../base

images:
  - name: ${name} # replaced by CI
    newName: ${image}
    newTag: "${tag}"
`

const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: ${name}
          image: ${name}
`
