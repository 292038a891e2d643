import * as core from '@actions/core'
import { openBuildRoom } from './build/room.ts'
import { deploy, type Ports } from './deploy.ts'
import { asDeployError, DeployError } from './errors.ts'
import { openBump } from './gitops/open.ts'
import { githubWebIdentity } from './identity/oidc.ts'
import { secretsToMask } from './inputs/build-secrets.ts'
import { connectEcr } from './registry/connect.ts'
import type { DeployRecord } from './report/record.ts'
import { writeReport } from './report/write-report.ts'
import { confine } from './runner/environment.ts'
import { closeConnections } from './runner/http.ts'
import { WORKSPACE_STATE } from './runner/left-behind.ts'
import { mask, runnerLog } from './runner/log.ts'
import { Workspace } from './runner/workspace.ts'
import { readSource } from './source/checkout.ts'
import { readGround } from './source/ground.ts'

const LINGER_MS = 1_000
const SHOWN = 'Other processes of this user may be able to read the inputs and tokens of this step'
const SECRET_INPUTS = new Set(['config-token', 'config-ssh-key', 'github-token'])

function readInput(name: string): string {
  const value = core.getInput(name, { trimWhitespace: false })
  if (SECRET_INPUTS.has(name)) mask(value)
  if (name === 'secrets') for (const secret of secretsToMask(value)) mask(secret)
  return value
}

function makePorts(workspace: Workspace, signal: AbortSignal): Ports {
  const log = runnerLog
  const { env } = process
  return {
    log,
    readInput,
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

async function main(): Promise<void> {
  const workspace = new Workspace(process.env.RUNNER_TEMP)
  const cancel = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort())
  const record: DeployRecord = { images: new Map() }
  try {
    // Without it the post step would not know what to remove.
    core.saveState(WORKSPACE_STATE, workspace.path)
    // Before anything is started that could look. What the inputs name besides follows when they are read.
    const shown = confine([])
    if (shown) runnerLog.info(`${SHOWN} (${shown}).`)
    await deploy(makePorts(workspace, cancel.signal), record)
  } catch (error) {
    record.error = cancel.signal.aborted ? cancelled(error) : asDeployError(error)
  }
  process.exitCode = record.error ? 1 : 0
  // What was deployed stays deployed: neither a full disk nor a file that cannot be removed turns it red.
  const warn = (reason: unknown) => core.warning(String(reason))
  // One after the other, because a run that is out of open files may have none for all of it.
  closeConnections()
  await workspace.remove().catch(warn)
  await writeReport(record, process.env).catch(warn)
  // Something may still wait for an answer that nobody needs any more, as a source of credentials that hangs; but the
  // log may be read slowly, and what stands at its end is why the run failed.
  process.stdout.write('', () => setTimeout(() => process.exit(), LINGER_MS).unref())
}

function cancelled(cause: unknown): DeployError {
  const hint =
    'Run the job again: images that were pushed are reused, and a commit is made whole or not at all.'
  return new DeployError([{ code: 'CANCELLED', message: 'the run was cancelled', hint }], cause)
}

await main()
