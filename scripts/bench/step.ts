import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createWorld, type World } from '../../__tests__/support/world.ts'
import { dockerEngine } from '../demo/engine.ts'
import { prepareService, serviceCommits } from '../demo/service.ts'
import { type Figure, median, timed } from './report.ts'

const ROUNDS = 7

/** The whole step over the same bare `docker buildx build --push`: cached layers, one image, everything on loopback. */
export async function step(): Promise<readonly Figure[]> {
  const engine = dockerEngine()
  if (engine?.name !== 'buildx') {
    console.log('\nstep: not measured, because no docker buildx answers here')
    return []
  }
  await using world = await createWorld({ serviceCommits: serviceCommits() })
  await prepareService(world.workspace)
  Object.assign(world.env, engine.env)
  Object.assign(world.inputs, { network: 'host', 'render-check': 'off' })
  await runStep(world)
  const rounds: { whole: number; bare: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await bareBuild(world, newCommit(world))
    newCommit(world)
    rounds.push({ bare, whole: await runStep(world) })
  }
  const bare = median(rounds.map((round) => round.bare))
  const overhead = median(rounds.map((round) => round.whole - round.bare))
  return [
    { what: `bare docker buildx build --push, cached (median of ${ROUNDS})`, value: bare, unit: 'ms' },
    { what: 'overhead of the whole step, identity and config commit included', value: overhead, unit: 'ms' },
    { what: 'the whole step over the bare build', value: (bare + overhead) / bare, unit: 'x' },
  ]
}

async function runStep(world: World): Promise<number> {
  const sha = git(world.workspace, ['rev-parse', 'HEAD'])
  const result = await world.run({}, { event: { name: 'push', payload: {} }, sha })
  if (result.outputs.result !== 'deployed') throw new Error(`the step failed:\n${result.stdout}`)
  return result.durationMs
}

/** A commit that changes nothing, so that the tag is new and every layer is cached. */
function newCommit(world: World): string {
  const author = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com']
  git(world.workspace, [...author, 'commit', '--quiet', '--allow-empty', '--message=Bench'])
  git(world.workspace, ['push', '--quiet', world.service.directory, 'HEAD:main'])
  return git(world.workspace, ['rev-parse', 'HEAD'])
}

function bareBuild(world: World, sha: string): Promise<number> {
  const host = new URL(world.registry.url).host
  const reference = `${host}/${world.facts.ecrRepository}:${sha}`
  const config = join(world.root, `docker-${sha}`)
  const password = world.ecr.issuePassword(openSession(world))
  const auth = Buffer.from(`AWS:${password}`).toString('base64')
  mkdirSync(config)
  const plugins = spawnSync('docker', ['info', '--format={{range .ClientInfo.Plugins}}{{.Path}} {{end}}'])
  const folders = plugins.stdout
    .toString()
    .trim()
    .split(' ')
    .map((path) => join(path, '..'))
  const content = { auths: { [host]: { auth } }, cliPluginsExtraDirs: [...new Set(folders)] }
  writeFileSync(join(config, 'config.json'), JSON.stringify(content))
  const label = `--label=org.opencontainers.image.revision=${sha}`
  const args = [
    'buildx',
    'build',
    '--network=host',
    '--provenance=false',
    label,
    '--push',
    '-t',
    reference,
    '.',
  ]
  // Not the synchronous form: the registry that it pushes to answers from this very process.
  const env = { ...process.env, DOCKER_CONFIG: config }
  return timed(() => promisify(execFile)('docker', args, { cwd: world.workspace, env }))
}

function openSession(world: World) {
  const { role, account } = world.facts
  const userArn = `arn:aws:sts::${account}:assumed-role/gitops-deploy/bench`
  return world.sts.sessions.open({ roleArn: role, userArn, lifetimeSeconds: 3600 })
}

function git(cwd: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`)
  return stdout.trim()
}
