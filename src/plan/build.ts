import type { Inputs } from '../inputs/inputs.ts'
import type { Source } from '../source/source.ts'
import type { BuildPlan } from './plan.ts'

/** Labels of the OCI image-spec (annotations.md) that say where the image comes from; the user's come last and win. */
export function planBuild(inputs: Inputs, source: Source, commit: string): BuildPlan {
  const origin = [
    `org.opencontainers.image.revision=${commit}`,
    `org.opencontainers.image.source=${source.serverUrl}/${source.repository}`,
  ]
  const { engine: _engine, builder: _builder, ...build } = inputs.buildOptions
  return { ...build, labels: [...origin, ...build.labels] }
}
