import { inFolder } from '../../names/path.ts'
import { inTree } from '../../render/applications/addresses.ts'
import type { RepositoryFiles } from '../file.ts'
import { isNotKnown } from '../helm/not-known.ts'
import { overFile } from '../helm/values.ts'
import { itemsAt, type ScalarNode, textOf, valueAt, valueUnder, type YamlNode } from '../yaml/node.ts'
import type { Application } from './applications.ts'

/** A source of an Application that lies in this repository, as far as its path says. */
export interface Source {
  readonly application: Application
  /** A folder of the repository. */
  readonly path: string
  readonly node: YamlNode
  /** Where the path is said. */
  readonly at: ScalarNode
  readonly namespace: string | undefined
}

/** A scalar that says something that is known. */
export function saidAt(node: YamlNode | undefined, ...keys: readonly string[]): ScalarNode | undefined {
  const found = valueUnder(node, keys)
  return found?.kind === 'scalar' && textOf(found) !== undefined && !isNotKnown(found) ? found : undefined
}

export function sourcesOf(application: Application, files: RepositoryFiles): readonly Source[] {
  const namespace = saidAt(application.spec, 'destination', 'namespace')?.text || undefined
  return nodesOf(application.spec).flatMap((written) => {
    const at = saidAt(written, 'path')
    // A chart of a Helm repository is not in git.
    if (!at || valueAt(written, 'chart')) return []
    const path = inTree(at.text)
    return [{ application, path, node: overridden(written, path, application, files), at, namespace }]
  })
}

export function nodesOf(spec: YamlNode): readonly YamlNode[] {
  const sources = itemsAt(spec, 'sources')
  const source = valueAt(spec, 'source') ?? valueUnder(spec, ['sourceHydrator', 'drySource'])
  return sources.length > 0 ? sources : source ? [source] : []
}

/** Parameters that are kept beside what is deployed win: those of one application over those of all (Argo CD, "Parameter Overrides"). */
function overridden(
  written: YamlNode,
  path: string,
  { name }: Application,
  files: RepositoryFiles,
): YamlNode {
  const names = ['.argocd-source.yaml', ...(name === undefined ? [] : [`.argocd-source-${name}.yaml`])]
  return names.reduce((node, one) => {
    const override = files.file(inFolder(path, one))?.documents[0]
    return override?.kind === 'map' ? (overFile(override, node) ?? node) : node
  }, written)
}
