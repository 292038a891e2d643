import type { EffectiveImage } from '../../../../effective/image.ts'
import type { PullSecretUse } from '../../../../effective/sites/pull-secret.ts'
import { parseEcrHost } from '../../../../names/host.ts'
import type { AllowedRegistry } from '../../plan/settings.ts'
import { examplePod } from '../example-pod.ts'
import { quote } from '../found.ts'
import type { Fix, Rule } from '../rule.ts'
import { imagesByObject } from './known.ts'

export const pullSecretNeedless: Rule = {
  id: 'pull-secret-needless',
  title: 'A pod names a pull secret for images that nodes may pull by their role',
  severity: 'notice',
  needs: 'nodesPullWithRole',
  why: 'The kubelet tries the passwords of pull secrets first, and the role of its node when they fail. Where the role may pull, a secret is one more credential to make and to guard, and once its password has ended every pull begins with a refusal, whose words hide what is really wrong when a pull fails.',
  example: {
    path: 'web.yaml',
    bad: `${examplePod(exampleImage())}  imagePullSecrets:\n    - name: ecr\n`,
    good: examplePod(exampleImage()),
  },
  *check({ repository, settings }) {
    if (!settings.nodesPullWithRole || settings.registries.length === 0) return
    const imagesOf = imagesByObject(repository)
    for (const { uses, deployed } of repository.pulls) {
      for (const use of uses) {
        const images = imagesOf(use)
        if (images.length === 0 || !images.every((image) => isByRole(image, settings.registries))) continue
        yield {
          at: use.at,
          message: `Pull secret ${quote(use.name)} is not needed: nodes pull all images of ${quote(use.object)} by their role, and a password that has ended only puts a refusal before each pull`,
          hint: 'Remove the entry of imagePullSecrets, and what makes the secret once nothing names it.',
          inheritedBy: [deployed.origin.root],
          ...(use.besides === 0 && { fix: removal(use) }),
        }
      }
    }
  },
}

function isByRole({ name, known }: EffectiveImage, registries: readonly AllowedRegistry[]): boolean {
  const ecr = known === 'certain' ? parseEcrHost(name.text.split('/', 1)[0] ?? '') : undefined
  return (
    ecr !== undefined &&
    registries.some(({ account, region }) => account === ecr.account && region === ecr.region)
  )
}

const removal = ({ holder }: PullSecretUse): Fix => ({
  safety: 'unsafe',
  title: 'Remove imagePullSecrets',
  changes: [{ kind: 'remove', from: holder, key: 'imagePullSecrets' }],
})

function exampleImage(): string {
  return '465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'
}
