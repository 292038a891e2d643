import type { Judged } from '../../../../errors/judged.ts'
import type { ImageInputs } from '../../../../inputs/images.ts'
import { isExactVersion } from '../../../../names/tag.ts'
import type { Allowance, BaseRegistry, BuildPlan, EngineChoice, EngineNeed } from '../../../../plan/build.ts'
import type { ImagePlan } from '../../../../plan/image.ts'
import type { Source } from '../../../../source/source.ts'
import { grant } from '../allowance.ts'
import { type CacheOptions, planCache } from './cache.ts'
import { type BuildJudgement, judgeBuild, publishesArgs } from './judgement.ts'

/** What a build has to know of its image and its run. */
export interface BuildOptions extends Omit<CacheOptions, 'platforms'> {
  readonly tag: string
  readonly commit: string
  readonly may: Allowance
  readonly trustedFrontends: readonly string[]
  readonly bases: readonly BaseRegistry[]
}

export type PlannedBuild = Judged<BuildPlan> & BuildJudgement

/** Keys of the OCI image-spec (annotations.md) that say where the image comes from; a label of the user's wins. */
export function planBuild(image: ImageInputs, source: Source, options: BuildOptions): PlannedBuild {
  const granted = grant(image.build, source, options.may)
  const { cache, ...build } = granted.build
  const origin = [
    `org.opencontainers.image.revision=${options.commit}`,
    `org.opencontainers.image.source=${source.serverUrl}/${image.sourceRepository ?? source.repository}`,
    ...(isExactVersion(options.tag) ? [`org.opencontainers.image.version=${options.tag}`] : []),
  ]
  const value = {
    ...build,
    ...usableSecrets(build, source),
    // The cache of a run that does not push would be anybody's to fill.
    cacheTo: options.push ? build.cacheTo : [],
    // Layers are compressed to be pushed.
    compression: options.push ? build.compression : undefined,
    cache: planCache(cache, { ...options, platforms: build.platforms }),
    labels: [...origin, ...build.labels],
    annotations: origin,
    withheld: granted.withheld,
    trustedFrontends: options.trustedFrontends,
    bases: options.bases,
  }
  // An agent or a token that the build is not to have need not be there.
  return { value, ...judgeBuild({ ...image.build, ssh: build.ssh, cache }, source, options.push) }
}

/** Empty ones were refused where secrets are to be had; elsewhere the build has to do without them. */
function usableSecrets(
  { secrets, secretEnvs }: Pick<BuildPlan, 'secrets' | 'secretEnvs'>,
  source: Source,
): Pick<BuildPlan, 'secrets' | 'secretEnvs'> {
  return {
    secrets: secrets.filter(({ value }) => value.trim() !== ''),
    secretEnvs: secretEnvs.filter(({ variable }) => source.environment.has(variable)),
  }
}

/** What the engine has to know of all builds before it is asked for one. */
export function engineFacts(
  images: readonly ImagePlan[],
): Pick<EngineChoice, 'needs' | 'commits' | 'publishesArgs'> {
  const builds = images.flatMap(({ build, commit = '' }) => (build ? [{ build, commit }] : []))
  return {
    needs: engineNeeds(builds.map(({ build }) => build)),
    commits: new Map(builds.map(({ build, commit }) => [commit, build.context])),
    publishesArgs: builds.some(({ build }) => publishesArgs(build)),
  }
}

/** What the engine must be able to do for these builds, each need once. */
export function engineNeeds(builds: readonly BuildPlan[]): readonly EngineNeed[] {
  return [...new Set(builds.flatMap(needsOf))]
}

function needsOf(plan: BuildPlan): readonly EngineNeed[] {
  const needs: Record<EngineNeed, boolean> = {
    'platforms (several)': plan.platforms.length > 1,
    secrets: plan.secrets.length > 0,
    'secret-envs': plan.secretEnvs.length > 0,
    'secret-files': plan.secretFiles.length > 0,
    ssh: plan.ssh.length > 0,
    'build-contexts': plan.contexts.length > 0,
    cache: plan.cache !== undefined,
    'cache-from': plan.cacheFrom.length > 0,
    'cache-to (type=inline)': plan.cacheTo.some(({ type }) => type === 'inline'),
    'cache-to': plan.cacheTo.some(({ type }) => type !== 'inline'),
    provenance: plan.provenance !== undefined,
    sbom: plan.sbom !== undefined,
    compression: plan.compression !== undefined,
    'compression (estargz)': plan.compression?.type === 'estargz',
    'compression (force)': plan.compression?.force === true,
  }
  return (Object.keys(needs) as EngineNeed[]).filter((need) => needs[need])
}
