import type { Origin, Placed, WantedImage } from '../../plan/deployment.ts'
import type { InspectedImage, PushedImage } from '../../plan/image.ts'
import { isOwnRepository, runUrl, type Source } from '../../source/source.ts'

/** What an image of the step is to the overlays; its digest is not known before it is confirmed. */
export function wantedImage(image: PushedImage, source: Source): WantedImage & Placed {
  const { repositoryUrl, access } = image
  const { registry } = access
  return { ...wanted({ ...image, registry }, source), repositoryUrl, registry }
}

/** The same where the overlays are only looked at: nothing is built, so no change to its sources is asked for. */
export const inspectedImage = (image: InspectedImage, source: Source): WantedImage =>
  wanted({ ...image, paths: [] }, source)

function wanted(image: InspectedImage, source: Source): WantedImage {
  const { name, repository, tag, commit, targets, paths, registry, stated, sourceRepository } = image
  return {
    name,
    repositoryUrl: registry && `${registry.host}/${repository}`,
    tag,
    digest: undefined,
    registry,
    stated,
    commit,
    source: {
      name: sourceRepository,
      webUrl: `${source.serverUrl}/${sourceRepository}`,
      // The ref of the run says how the git tags of its own repository are called, and nothing of another one.
      versionRef: isOwnRepository(sourceRepository, source) ? source.ref : undefined,
    },
    targets,
    paths,
  }
}

/** The run, as the config repository and its readers know it. */
export function originOf(source: Source): Origin {
  const { repository, actor, runId, runAttempt } = source
  return { repository, actor, link: runUrl(source), correlationId: `gh-${runId}-${runAttempt}` }
}
