import { inputReader, type OpenDoor, type Step } from '../../action.ts'
import { connectEcr } from '../../aws/registry/open-registries.ts'
import { githubWebIdentity } from '../../aws/session/oidc.ts'
import { openBuildRoom } from '../../images/open-engine.ts'
import { secretsToMask } from '../../inputs/build-secrets.ts'
import { confine } from '../../runner/environment.ts'
import { readSource } from '../../source/checkout.ts'
import { readGround } from '../../source/ground.ts'
import { openBump } from './open-bump.ts'
import { outputsOf } from './outputs.ts'
import type { DeployRecord } from './record.ts'
import { deploy, type Ports } from './story.ts'
import { renderSummary } from './summary.ts'

const SECRET_INPUTS: ReadonlySet<string> = new Set(['config-token', 'config-ssh-key', 'github-token'])

function secretsIn(name: string, value: string): readonly string[] {
  if (SECRET_INPUTS.has(name)) return [value]
  return name === 'secrets' ? secretsToMask(value) : []
}

/** The deploy door over the real edges. */
export function openDeploy(step: Step): OpenDoor {
  const record: DeployRecord = { images: new Map() }
  return {
    work: () => deploy(portsOf(step), record),
    report: (error) => {
      if (error) record.error = error
      return { error, outputs: outputsOf(record), summary: renderSummary(record) }
    },
  }
}

function portsOf({ env, log, signal, workspace }: Step): Ports {
  return {
    log,
    readInput: inputReader(secretsIn),
    confine,
    readGround: (asked) => readGround(asked, { env, privateFolder: workspace.path }),
    readSource: (images) => readSource(env, images, { scratch: workspace.folder('checkouts'), signal }),
    connect: (source) => connectEcr(githubWebIdentity(env, source, { signal }), { signal }),
    openBump: ({ config, images }, { githubToken, images: inputs }, source) => {
      if (!config) return undefined
      const apiUrl = env.GITHUB_API_URL || 'https://api.github.com'
      const { context } = inputs[0].build
      const needs = { config, images, source, context, githubToken, apiUrl }
      return openBump({ ...needs, env, workspace, log, signal })
    },
    openBuildRoom: (choice, logins) => openBuildRoom({ choice, logins, workspace, signal, env, log }),
  }
}
