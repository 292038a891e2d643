import { isAttested } from '../aws/registry/attestations.ts'
import type { FoundImage } from '../aws/registry/registry.ts'
import { taggedReference } from '../plan/image.ts'
import type { Decision } from './decide.ts'
import type { LookedUp } from './look-up.ts'

/**
 * Nothing else shows that a git tag was moved where an image has no annotation: then the version is still that of its
 * old commit. Images of one commit that were built apart look the same.
 */
export function doubtAbout({ image, content }: LookedUp, found: FoundImage): string | undefined {
  if (found.revision !== undefined) return undefined
  const tested = image.tested.flatMap((tag) => {
    const digest = content?.get(tag)?.digest
    return digest === undefined ? [] : [{ tag, digest }]
  })
  const [other] = tested
  return other === undefined || tested.some(({ digest }) => digest === found.digest)
    ? undefined
    : `${taggedReference(image)} is another image (${found.digest}) than ${other.tag} (${other.digest}). If the git tag was moved, it is the image of the old commit: give the release a version of its own.`
}

/** An image that is there is taken as it is: what an input asks for besides is not added to it. */
export function unattested({ image, how }: Decision, found: FoundImage): string | undefined {
  const { provenance, sbom } = image.build ?? {}
  const asked = Object.entries({ provenance, sbom }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  if (asked.length === 0 || isAttested(found)) return undefined
  const taken = `${taggedReference(image)} (${found.digest}) is taken as it is, without what ${asked.join(' and ')} ${asked.length > 1 ? 'ask' : 'asks'} for`
  return how === 'released'
    ? `${taken}: it is the image of its commit. Let the run that builds the commit have ${asked.join(' and ')}, too.`
    : `${taken}: it was built without attestations, and its tag cannot be pushed again. For an image that has them, set the input tag to \${{ github.sha }}-r\${{ github.run_id }}, which names the same commit and a new image.`
}
