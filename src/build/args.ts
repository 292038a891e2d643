import type { BuildPlan } from '../plan/plan.ts'

/** Options that docker, buildx and buildah share. Every value is bound to its option by `=`, so it can be no option. */
function commonArgs(plan: BuildPlan): readonly string[] {
  return [
    ...(plan.file === undefined ? [] : [`--file=${plan.file}`]),
    ...(plan.target === undefined ? [] : [`--target=${plan.target}`]),
    ...(plan.platforms.length === 0 ? [] : [`--platform=${plan.platforms.join(',')}`]),
    ...plan.buildArgs.map((argument) => `--build-arg=${argument}`),
    ...plan.labels.map((label) => `--label=${label}`),
    ...(plan.noCache ? ['--no-cache'] : []),
    ...(plan.network === undefined ? [] : [`--network=${plan.network}`]),
  ]
}

export interface BuildxRun {
  readonly builder: string | undefined
  readonly metadataFile: string
  /** undefined: build only. */
  readonly reference: string | undefined
}

/**
 * `buildx build`. Attestations are off: they turn the image into an index whose `unknown/unknown` child confuses
 * scanners and lifecycle rules (docker/build-push-action#755, moby/buildkit#3499).
 */
export function buildxArgs(plan: BuildPlan, how: BuildxRun): readonly string[] {
  const { builder, metadataFile, reference } = how
  return [
    'build',
    '--progress=plain',
    `--metadata-file=${metadataFile}`,
    '--provenance=false',
    '--sbom=false',
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    ...commonArgs(plan),
    ...(reference === undefined ? ['--output=type=cacheonly'] : [`--tag=${reference}`, '--push']),
    plan.context,
  ]
}

export function dockerBuildArgs(plan: BuildPlan, reference: string | undefined): readonly string[] {
  return [
    'build',
    ...commonArgs(plan),
    ...(reference === undefined ? [] : [`--tag=${reference}`]),
    plan.context,
  ]
}

export function buildahBuildArgs(
  plan: BuildPlan,
  authFile: string,
  reference: string | undefined,
): readonly string[] {
  const tag = reference === undefined ? [] : [`--tag=${reference}`]
  return ['build', `--authfile=${authFile}`, '--layers', ...commonArgs(plan), ...tag, plan.context]
}

export interface BuildahPush {
  readonly authFile: string
  readonly digestFile: string
  readonly reference: string
  readonly insecure: boolean
}

export function buildahPushArgs({
  authFile,
  digestFile,
  reference,
  insecure,
}: BuildahPush): readonly string[] {
  const tls = insecure ? ['--tls-verify=false'] : []
  return ['push', `--authfile=${authFile}`, `--digestfile=${digestFile}`, ...tls, reference]
}
