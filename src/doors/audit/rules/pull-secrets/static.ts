import { parseEcrHost } from '../../../../names/host.ts'
import { quote } from '../found.ts'
import type { Rule } from '../rule.ts'

export const pullSecretStatic: Rule = {
  id: 'pull-secret-static',
  title: 'A password of ECR is committed',
  severity: 'error',
  why: 'A password of ECR ends 12 hours after it was made, so one that is in a commit has ended before long, and every pull with it is answered with 401. Until then it lets everybody who reads the repository pull all that its maker may.',
  example: { path: 'pull-secret.yaml', bad: committed('QVdTOmV5SndZWGxzYjJGa0lqb2k='), good: committed('') },
  *check({ repository }) {
    for (const { secrets, deployed } of repository.pulls) {
      for (const { passwords, at, object } of secrets) {
        const host = passwords.find((one) => parseEcrHost(one))
        if (host === undefined) continue
        yield {
          at,
          message: `${quote(object)} holds a password of ${quote(host)}, which ends 12 hours after it was made, and is a credential that everybody can read here`,
          hint: 'Remove it. Nodes with a role in AWS need no pull secret; for others, examples/pull-secrets keeps one fresh in the cluster.',
          inheritedBy: [deployed.origin.root],
        }
      }
    }
  },
}

function committed(auth: string): string {
  const host = '465002806239.dkr.ecr.eu-west-1.amazonaws.com'
  return `apiVersion: v1
kind: Secret
metadata:
  name: ecr
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    { "auths": { "${host}": { "auth": "${auth}" } } }
`
}
