import type { Problem } from '../../errors/errors.ts'
import { oneLine } from '../../names/text.ts'
import type { Allowance, EngineChoice, EngineNeed } from '../../plan/build.ts'

/** Engines by what they can do: the builder that docker has built in depends on how its daemon keeps images. */
export type EngineKind = 'buildx' | 'buildx with the docker driver' | 'buildah' | 'docker (classic builder)'

type Need = EngineNeed | 'builder'

/** Cache and attestations are BuildKit's; the rest of what buildah lacks would need a manifest list put together here. */
const BUILDX_ONLY: readonly Need[] = [
  'platforms (several)',
  'cache',
  'cache-from',
  'cache-to',
  'cache-to (type=inline)',
  'provenance',
  'sbom',
  'builder',
]

const COMPRESSION: readonly Need[] = ['compression', 'compression (estargz)', 'compression (force)']

const CANNOT: Readonly<Record<EngineKind, ReadonlySet<Need>>> = {
  buildx: new Set(),
  // Docker docs, "Cache storage backends", "Multi-platform builds" and "Build attestations": these need the containerd image store.
  'buildx with the docker driver': new Set<Need>([
    'platforms (several)',
    'cache',
    'cache-to',
    'provenance',
    'sbom',
    ...COMPRESSION,
  ]),
  // buildah-push, `--compression-format`: gzip, zstd and zstd:chunked.
  buildah: new Set<Need>([...BUILDX_ONLY, 'compression (estargz)']),
  'docker (classic builder)': new Set<Need>([
    ...BUILDX_ONLY,
    ...COMPRESSION,
    'secrets',
    'secret-envs',
    'secret-files',
    'ssh',
    'build-contexts',
  ]),
}

/** Everything that the engine at hand cannot do for this step, as one problem; `without` is what its version lacks. */
export function lacking(
  kind: EngineKind,
  choice: EngineChoice,
  without: readonly EngineNeed[] = [],
): Problem | undefined {
  const needs: readonly Need[] = [
    ...choice.needs,
    ...(choice.builder === undefined ? [] : ['builder' as const]),
  ]
  const impossible = needs.filter((need) => CANNOT[kind].has(need) || without.some((one) => one === need))
  if (impossible.length === 0) return undefined
  const inputs = [...new Set(impossible.map((need) => need.replace(/ .*/, '')))]
  const chosen = choice.engine && choice.engine !== 'buildx' ? ', leave the input engine empty' : ''
  return {
    code: 'ENGINE_UNSUITABLE',
    inputs,
    message: `the engine ${kind} cannot do what is asked for: ${impossible.join(', ')}`,
    hint: `Run docker/setup-buildx-action before this step${chosen}: its builder (docker-container driver) can do all of it, as can a remote one named in the input builder. Else leave out ${inputs.join(', ')}.`,
  }
}

/** A builder of another machine, where files that may be anybody's leave layers and cache mounts for the builds of others. */
export function sharing(shared: string | undefined, { sharedBuilder }: Allowance): Problem | undefined {
  if (shared === undefined || sharedBuilder) return undefined
  return {
    code: 'BUILDER_SHARED',
    inputs: ['builder', 'share-builder'],
    message: `the files of this run may be anybody's, and the builder (${oneLine(shared)}) is not of this machine: what they leave there, as layers and cache mounts, would get into the images of other runs`,
    hint: 'Let such runs build on a builder of the job alone (docker/setup-buildx-action makes one; leave the input builder empty for them), or, if nobody else builds on this one, set share-builder: true.',
  }
}
