import { roughEcrHost } from '../../names/host.ts'
import type { Deployed, KubeObject } from '../object.ts'
import { entriesOf, type ScalarNode, valueAt, valueUnder } from '../yaml/node.ts'
import { placesIn } from './place.ts'
import type { Refresher } from './pull-secret.ts'
import { deletedFirst, writesIn } from './secret-commands.ts'

/** Jobs that fetch a password of ECR and write a secret of it, with the scripts of ConfigMaps that they mount. */
export function refreshersOf({ origin, objects }: Deployed): readonly Refresher[] {
  const jobs = objects.filter(({ kind }) => kind === 'CronJob' || kind === 'Job')
  const configs = jobs.length > 0 ? objects.filter(({ kind }) => kind === 'ConfigMap') : []
  return jobs.flatMap((job) => {
    const own = scriptsIn(job)
    const mounted = configs.filter(({ name }) => own.configMaps.has(name)).flatMap(dataOf)
    const scripts = [...own.scripts, ...mounted]
    const text = [...own.commands, ...mounted.map((script) => script.text)].join('\n')
    if (!FETCHES.test(text) || !WRITES.test(text)) return []
    return [
      {
        ...placeOf(job),
        origin,
        writes: writesIn(text),
        deletes: scripts.flatMap(deletedFirst),
        hosts: hostsIn(text),
        scripts,
      },
    ]
  })
}

/** What asks ECR for a password: the command line, an SDK, or a tool. */
const FETCHES = /\bget-login(?:-password)?\b|get-authorization-token|GetAuthorizationToken/
const WRITES = /docker-registry|dockerconfigjson|dockercfg/

function placeOf(job: KubeObject): Pick<Refresher, 'object' | 'namespace' | 'schedule' | 'at'> {
  const schedule = job.kind === 'CronJob' ? valueUnder(job.root, ['spec', 'schedule']) : undefined
  const scalar = schedule?.kind === 'scalar' ? schedule : undefined
  const object = `${job.kind}/${job.name}`
  return { object, namespace: job.namespace, schedule: scalar, at: scalar ?? job.root }
}

interface Scripts {
  readonly scripts: readonly ScalarNode[]
  /** The words of each command, a script among them as it is. */
  readonly commands: readonly string[]
  readonly configMaps: ReadonlySet<string>
}

function scriptsIn({ root }: KubeObject): Scripts {
  const scripts: ScalarNode[] = []
  const commands: string[] = []
  const configMaps = new Set<string>()
  placesIn(root, ({ entry: { key, value } }) => {
    if ((key.text === 'command' || key.text === 'args') && value.kind === 'list') {
      const words = value.items.filter((item) => item.kind === 'scalar')
      scripts.push(...words)
      commands.push(words.map(({ text }) => text).join(' '))
    }
    if (!/^configMap(?:Ref|KeyRef)?$/.test(key.text)) return
    const name = valueAt(value, 'name')
    if (name?.kind === 'scalar') configMaps.add(name.text)
  })
  return { scripts, commands, configMaps }
}

const dataOf = ({ root }: KubeObject): readonly ScalarNode[] =>
  entriesOf(valueAt(root, 'data')).flatMap(({ value }) => (value.kind === 'scalar' ? [value] : []))

function hostsIn(text: string): readonly string[] {
  const words = text.split(/[^\w.-]+/).filter((word) => word.includes('.dkr') && roughEcrHost(word))
  return [...new Set(words)].toSorted()
}
