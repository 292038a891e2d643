import { join } from 'node:path'
import { atMost } from '../../runner/turns.ts'
import { type HelmJob, prepare, type Release } from './helm-job.ts'
import { argumentsFor, limited, template } from './helm-template.ts'
import { isolated } from './isolated.ts'
import { type Enclosure, findEnclosure } from './network.ts'
import type { RendererPorts, Rendering } from './renderer.ts'
import { findProgram } from './tool.ts'

/** Renders the releases of a job: what cannot be rendered is a value too. */
export type HelmRenderer = (job: HelmJob) => Promise<ReadonlyMap<Release, Rendering>>

const AT_ONCE = 2

/** helm from PATH, as version 3 and 4 have it; undefined where there is none. */
export function helmRenderer(env: NodeJS.ProcessEnv, ports: RendererPorts): HelmRenderer | undefined {
  const helm = findProgram('helm', env)
  if (helm === undefined) return undefined
  const { signal, workspace, log } = ports
  let enclosed: Promise<Enclosure> | undefined
  let jobs = 0
  return async (job) => {
    const { root, releases } = job
    prepare(job)
    const own = helmEnvironment(isolated(workspace), workspace.folder('helm'))
    enclosed ??= findEnclosure(env, own, signal).then((found) => {
      log.info(`Charts are rendered with helm ${found.description}.`)
      return found
    })
    const { around } = await enclosed
    jobs += 1
    const scratch = workspace.folder(`helm-values-${jobs}`)
    const command = around(limited(helm, env))
    const gate = atMost(AT_ONCE)
    const child = { helm, command, env: own, signal, root }
    const rendered = releases.map(async (release, index) => {
      const args = argumentsFor(release, { root, scratch: join(scratch, `${index}.yaml`) })
      return [release, await gate(() => template(child, args))] as const
    })
    return new Map(await Promise.all(rendered))
  }
}

/** Nothing of a user: no plug-ins, repositories, logins or cache (helm, `HELM_*`). */
function helmEnvironment(env: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  return {
    ...env,
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data'),
    HELM_PLUGINS: join(home, 'plugins'),
    HELM_REGISTRY_CONFIG: join(home, 'registry.json'),
    HELM_REPOSITORY_CONFIG: join(home, 'repositories.yaml'),
    HELM_REPOSITORY_CACHE: join(home, 'repository'),
    HELM_CONTENT_CACHE: join(home, 'content'),
  }
}
