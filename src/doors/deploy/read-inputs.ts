import { holdsYaml, type ParsedInputs, parseInputs } from './inputs.ts'
import { settlePaths } from './plan/build/outside.ts'
import { buildPaths } from './plan/build/paths.ts'
import type { Ports } from './ports.ts'

type InputPorts = Pick<Ports, 'readInput' | 'loadYaml' | 'readGround'>

/** The inputs; before git or an engine looks at a folder, it is known to be one that this run may read. */
export async function readInputs({ readInput, loadYaml, readGround }: InputPorts): Promise<ParsedInputs> {
  const readYaml = holdsYaml(readInput) ? await loadYaml() : noYaml
  const given = parseInputs(readInput, readYaml)
  const paths = buildPaths(given.inputs).map(({ path }) => path)
  const ground = readGround({ paths, trusted: given.inputs.engine.trustedPaths })
  return settlePaths(given, ground)
}

function noYaml(): never {
  throw new Error('every input that is YAML is empty')
}
