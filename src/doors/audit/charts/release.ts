import { isTooMuch, jsonOf } from '../../../effective/helm/json.ts'
import type { HelmUse } from '../../../effective/helm/use.ts'
import type { Release } from '../../../render/tool/helm-job.ts'

/** As helm takes names of releases and namespaces, and so that none of them is an option. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,51}[a-z0-9])?$/
/** More values than anybody writes. */
const MOST_NODES = 100_000

/** How helm is asked for a chart with its values; undefined where they are too many to be given. */
export function releaseOf({ chart = '', release, bundle }: HelmUse): Release | undefined {
  const { name, namespace, files, inline, object, parameters } = release
  if (!bundle || (object && isTooMuch(object, MOST_NODES))) return undefined
  return {
    chart,
    name: name !== undefined && NAME.test(name) ? name : 'release',
    namespace: namespace !== undefined && NAME.test(namespace) ? namespace : undefined,
    values: files,
    inline: object ? JSON.stringify(jsonOf(object)) : inline,
    parameters,
  }
}
