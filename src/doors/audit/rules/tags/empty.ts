import type { EffectiveImage } from '../../../../effective/image.ts'
import { examplePod } from '../example-pod.ts'
import { rootsOf, softened } from '../found.ts'
import type { Rule } from '../rule.ts'

export const imageEmpty: Rule = {
  id: 'image-empty',
  title: 'A container has an image with nothing in it',
  severity: 'error',
  why: 'An empty image is meant to be filled in by an overlay, and kustomize cannot: an entry of images: finds containers by the name that their image has. The API server refuses a pod without an image; an Argo workflow fails when it gets to that step.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('# set by the overlay'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
  },
  *check({ repository }) {
    const defaulted = new Set(repository.images.filter(isDefault).map(({ object }) => object))
    for (const image of repository.images) {
      const { text, object, field, name, origins, known } = image
      // The triggers of a DeploymentConfig fill it in, and a workflow may have a default for all of its templates.
      const isFilled = object.startsWith('DeploymentConfig/') || defaulted.has(object)
      if (text.trim() !== '' || isFilled || known === 'assumed') continue
      yield {
        at: name.at,
        message: `${field} of ${object} is empty, and no overlay can fill it in by images:, which matches by name`,
        hint: 'Write a name there that an entry of images: has, or set the image by a patch.',
        inheritedBy: rootsOf(origins),
        ...softened(known),
      }
    }
  },
}

const isDefault = ({ field, text }: EffectiveImage): boolean =>
  text !== '' && /(?:^|\.)(?:templateDefaults|podSpecPatch)\b/.test(field)
