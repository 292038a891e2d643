import { quote, within } from '../found.ts'
import type { Rule } from '../rule.ts'
import { exampleJob, TAKE_PASSWORD } from './example-job.ts'

export const pullSecretDeletedFirst: Rule = {
  id: 'pull-secret-deleted-first',
  title: 'A job deletes the pull secret before it makes it again',
  severity: 'warning',
  why: 'Between the two commands there is no secret: a pod that starts then pulls with no password, and is answered with 401. Where the second command fails, as when a password cannot be fetched or the API server refuses it, the secret stays away until somebody looks, and a password that was still good is gone.',
  example: {
    path: 'ecr-login.yaml',
    bad: exampleOf(['kubectl delete secret ecr --ignore-not-found'], ''),
    good: exampleOf([], ' --dry-run=client -o yaml | kubectl apply -f -'),
  },
  *check({ repository }) {
    for (const { refreshers, deployed } of repository.pulls) {
      for (const { deletes, object } of refreshers) {
        for (const { name, script, command } of deletes) {
          yield {
            at: within(script, command),
            message: `${quote(object)} deletes the secret ${quote(name)} before it makes it again: in between, and for as long as making it fails, nothing can be pulled with it`,
            hint: `Replace it in one step, without deleting it: kubectl create secret ... --dry-run=client -o yaml | kubectl apply -f -, for which the role of the job needs the verb patch; examples/pull-secrets does so.`,
            inheritedBy: [deployed.origin.root],
          }
        }
      }
    }
  },
}

function exampleOf(first: readonly string[], then: string): string {
  return exampleJob('0 */5 * * *', [
    TAKE_PASSWORD,
    ...first,
    'kubectl create secret docker-registry ecr --docker-username=AWS --docker-password="$PASSWORD" \\',
    `  --docker-server=465002806239.dkr.ecr.eu-west-1.amazonaws.com${then}`,
  ])
}
