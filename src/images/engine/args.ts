import type { Compression } from '../../inputs/build-fields.ts'
import { csvField } from '../../names/text.ts'
import type { BuildPlan } from '../../plan/build.ts'
import { cacheArgs } from './cache-args.ts'

/** What a run of the engine adds to the plan. */
export interface RunOptions {
  /** undefined: build only. */
  readonly reference: string | undefined
  /** `id=ID,src=FILE` and `id=ID,env=NAME`. */
  readonly secrets: readonly string[]
  /** Seconds since 1970. */
  readonly commitTime: number | undefined
}

/** Options that docker, buildx and buildah share. Every value is bound to its option by `=`, so it can be no option. */
function commonArgs(plan: BuildPlan, { commitTime }: RunOptions): readonly string[] {
  return [
    ...(plan.file === undefined ? [] : [`--file=${plan.file}`]),
    ...(plan.target === undefined ? [] : [`--target=${plan.target}`]),
    ...(plan.platforms.length === 0 ? [] : [`--platform=${plan.platforms.join(',')}`]),
    ...plan.buildArgs.map((argument) => `--build-arg=${argument}`),
    ...[...createdLabel(commitTime), ...plan.labels].map((label) => `--label=${label}`),
    ...(plan.noCache ? ['--no-cache'] : []),
    ...(plan.network === undefined ? [] : [`--network=${plan.network}`]),
  ]
}

/** The commit's time and not the clock's: a second build of a commit gives the same image (OCI image-spec, annotations). */
function createdLabel(commitTime: number | undefined): readonly string[] {
  if (commitTime === undefined) return []
  return [
    `org.opencontainers.image.created=${new Date(commitTime * 1000).toISOString().replace('.000Z', 'Z')}`,
  ]
}

/** What buildx and buildah share, and the classic builder lacks. */
function mountArgs(plan: BuildPlan, { secrets }: RunOptions): readonly string[] {
  return [
    ...secrets.map((secret) => `--secret=${secret}`),
    ...plan.ssh.map((entry) => `--ssh=${entry}`),
    ...plan.contexts.map((context) => `--build-context=${context}`),
  ]
}

interface BuildxOptions extends RunOptions {
  readonly builder: string | undefined
  readonly metadataFile: string
  /** The builder keeps images as BuildKit makes them, and not as docker's classic store does. */
  readonly ociStore: boolean
}

/**
 * `buildx build`. Attestations are off by default: they turn the image into an index whose `unknown/unknown` child
 * confuses scanners and lifecycle rules (docker/build-push-action#755, moby/buildkit#3499).
 */
export function buildxArgs(plan: BuildPlan, how: BuildxOptions): readonly string[] {
  const { builder, metadataFile, reference } = how
  return [
    'build',
    '--progress=plain',
    `--metadata-file=${metadataFile}`,
    `--provenance=${plan.provenance ?? 'false'}`,
    `--sbom=${plan.sbom ?? 'false'}`,
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    ...commonArgs(plan, how),
    ...mountArgs(plan, how),
    ...cacheArgs(plan, reference?.slice(0, reference.indexOf('/'))),
    ...outputArgs(plan, how),
    plan.context,
  ]
}

function outputArgs(plan: BuildPlan, { reference, ociStore }: BuildxOptions): readonly string[] {
  if (reference === undefined) return ['--output=type=cacheonly']
  // The classic store writes Docker's media types, which cannot carry annotations.
  if (!ociStore) return [`--tag=${reference}`, '--push']
  const attributes = [
    'type=image',
    csvField(`name=${reference}`),
    'push=true',
    'oci-mediatypes=true',
    ...compressionAttributes(plan),
    ...annotations(plan).map(csvField),
  ]
  return [`--output=${attributes.join(',')}`]
}

/** BuildKit, README, "Output", image exporter. */
function compressionAttributes({ compression }: BuildPlan): readonly string[] {
  if (compression === undefined) return []
  const { type, level, force } = compression
  return [
    `compression=${type}`,
    ...(level === undefined ? [] : [`compression-level=${level}`]),
    ...(force ? ['force-compression=true'] : []),
  ]
}

/** BuildKit refuses annotations of an index where there is none (its docs/annotations.md). */
function annotations(plan: BuildPlan): readonly string[] {
  const isIndex = plan.platforms.length > 1 || plan.provenance !== undefined || plan.sbom !== undefined
  const levels = isIndex ? ['annotation', 'annotation-index'] : ['annotation']
  return levels.flatMap((level) => plan.annotations.map((pair) => `${level}.${pair}`))
}

export function dockerBuildArgs(plan: BuildPlan, options: RunOptions): readonly string[] {
  return ['build', '--force-rm', ...commonArgs(plan, options), ...tagArgs(options), plan.context]
}

interface BuildahOptions extends RunOptions {
  readonly authFile: string
}

export function buildahBuildArgs(plan: BuildPlan, how: BuildahOptions): readonly string[] {
  return [
    'build',
    `--authfile=${how.authFile}`,
    '--layers',
    // Else a failed or cancelled build leaves its working container on the runner.
    '--force-rm',
    ...commonArgs(plan, how),
    ...mountArgs(plan, how),
    ...plan.annotations.map((pair) => `--annotation=${pair}`),
    ...tagArgs(how),
    plan.context,
  ]
}

const tagArgs = ({ reference }: RunOptions): readonly string[] =>
  reference === undefined ? [] : [`--tag=${reference}`]

interface BuildahPushOptions {
  readonly authFile: string
  readonly digestFile: string
  readonly reference: string
  readonly insecure: boolean
  readonly compression: BuildPlan['compression']
}

export function buildahPushArgs({
  authFile,
  digestFile,
  reference,
  insecure,
  compression,
}: BuildahPushOptions): readonly string[] {
  const tls = insecure ? ['--tls-verify=false'] : []
  const compressed = compression === undefined ? [] : buildahCompression(compression)
  return ['push', `--authfile=${authFile}`, `--digestfile=${digestFile}`, ...tls, ...compressed, reference]
}

/** buildah-push: a version that knows the last one forces by itself where a format is given. */
function buildahCompression({ type, level, force }: Compression): readonly string[] {
  return [
    `--compression-format=${type}`,
    ...(level === undefined ? [] : [`--compression-level=${level}`]),
    ...(force ? ['--force-compression'] : []),
  ]
}
