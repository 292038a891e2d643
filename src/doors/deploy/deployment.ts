import type { Origin, WantedImage } from '../../plan/deployment.ts'
import type { PushedImage } from '../../plan/image.ts'
import { isOwnRepository, runUrl, type Source } from '../../source/source.ts'

/** What an image of the step is to the overlays; its digest is not known before it is confirmed. */
export function wantedImage(image: PushedImage, source: Source): WantedImage {
  const { name, repositoryUrl, tag, commit, overlays, paths, access, sourceRepository } = image
  return {
    name,
    repositoryUrl,
    tag,
    digest: undefined,
    registry: access.registry,
    commit,
    source: {
      name: sourceRepository,
      webUrl: `${source.serverUrl}/${sourceRepository}`,
      // The ref of the run says how the git tags of its own repository are called, and nothing of another one.
      versionRef: isOwnRepository(sourceRepository, source) ? source.ref : undefined,
    },
    overlays,
    paths,
  }
}

/** The run, as the config repository and its readers know it. */
export function originOf(source: Source): Origin {
  const { repository, actor, runId, runAttempt } = source
  return { repository, actor, link: runUrl(source), correlationId: `gh-${runId}-${runAttempt}` }
}
