import type { RepositoryFiles } from '../../../../effective/file.ts'
import type { EffectiveImage } from '../../../../effective/image.ts'
import { substitutions } from '../../../../effective/substitution.ts'
import { registryIn } from '../accounts/registry.ts'
import { examplePod } from '../example-pod.ts'
import { quote, rootsOf, scalarAt } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { grammarFault } from './grammar.ts'
import { isFilledInLater } from './reference.ts'

export const imageInvalid: Rule = {
  id: 'image-invalid',
  title: 'An image is no reference',
  severity: 'error',
  why: 'The kubelet reads a reference before it pulls. What breaks its grammar (a scheme, upper-case letters, white space, a second tag, a variable that nobody has filled in) never gets to a registry: the pod stays in InvalidImageName.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('https://465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
  },
  *check({ repository }) {
    const entries = [...repository.kustomizations.values()].flatMap(({ images }) => images)
    const named = new Set(entries.map(({ name }) => name?.text))
    for (const image of repository.images) {
      const fault = faultOf(image)
      if (fault === undefined || isFilledIn(image, repository.files)) continue
      yield {
        at: image.name.at,
        message: `${quote(image.text)} ${fault}, so the pod stays in InvalidImageName`,
        hint: hintFor(image),
        inheritedBy: rootsOf(image.origins),
        ...(named.has(image.name.text) ? {} : schemeFix(image)),
      }
    }
  },
}

/** Asked only where there is a variable: it takes a look at every file. */
const isFilledIn = ({ text, origins }: EffectiveImage, files: RepositoryFiles): boolean =>
  text.includes('$') && substitutions(files)(rootsOf(origins))

/** Registries whose account is not filled in, and digests, have rules of their own. */
function faultOf(image: EffectiveImage): string | undefined {
  const { text, known, name } = image
  if (known === 'assumed' || text.trim() === '') return undefined
  const registry = registryIn(name.text.replace(SCHEME, ''))
  if (registry && registry.kind !== 'ecr') return undefined
  if (!isFilledInLater(image)) return grammarFault(text)
  const isDigestAlone = /[${}<>]/.test(image.digest?.text ?? '') && !/[${}<>]/.test(text.split('@')[0] ?? '')
  return isDigestAlone ? undefined : 'is to be filled in, and neither kustomize nor Argo CD does it'
}

const SCHEME = /^(?:https?|docker|oci):\/\//

const hintFor = ({ text }: EffectiveImage): string =>
  SCHEME.test(text)
    ? 'Take the scheme away: a reference begins with the host of the registry.'
    : 'Write REGISTRY/REPOSITORY:TAG, in lower case, with one tag.'

/** Nothing that works has a scheme, and without it the reference says what it was meant to. */
function schemeFix({ text, name }: EffectiveImage): Pick<Found, 'fix'> {
  const at = scalarAt(name.at)
  if (!at || !SCHEME.test(text) || grammarFault(text.replace(SCHEME, '')) !== undefined) return {}
  const to = at.text.replace(SCHEME, '')
  return { fix: { safety: 'safe', title: 'Take the scheme away', changes: [{ kind: 'set', at, to }] } }
}
