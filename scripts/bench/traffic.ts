import { startWire } from '../../__tests__/support/wire.ts'
import type { World } from '../../__tests__/support/world.ts'

/** What is said to all services of a world and heard from them, since the last `reset`. */
export interface Traffic extends AsyncDisposable {
  requests(): number
  connections(): number
  kB(): number
  reset(): void
}

/** What is put before a service: it counts what passes since its own `reset`. */
export interface Between extends AsyncDisposable {
  readonly url: string
  readonly sent: number
  readonly received: number
  readonly connections: number
  reset(): void
}

/** Puts one of these before every service that a step knows of and before the registry, and names it to the step. */
export async function wireUp(
  world: World,
  start: (part: string) => Promise<Between> = startWire,
): Promise<Traffic> {
  const all = await interpose(world, start)
  const sum = (of: (one: Between) => number) => all.reduce((total, one) => total + of(one), 0)
  let before = askedOf(world)
  return {
    requests: () => askedOf(world) - before,
    connections: () => sum(({ connections }) => connections),
    kB: () => sum(({ sent, received }) => sent + received) / 1000,
    reset: () => {
      before = askedOf(world)
      for (const one of all) one.reset()
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((one) => one[Symbol.asyncDispose]()))
    },
  }
}

async function interpose(
  world: World,
  start: (part: string) => Promise<Between>,
): Promise<readonly Between[]> {
  const all = new Map<string, Between>()
  const through = async (url: string): Promise<string> => {
    const { origin } = new URL(url)
    const between = all.get(origin) ?? (await start(origin))
    all.set(origin, between)
    return url.replace(origin, between.url)
  }
  for (const [name, value] of Object.entries(world.env)) {
    if (value.startsWith('http:')) world.env[name] = await through(value)
  }
  // The ECR API names it, and so do references.
  world.registry.url = await through(world.registry.url)
  return [...all.values()]
}

/** Requests to all services so far. */
function askedOf({ oidc, sts, ecr, registry, github, git }: World): number {
  return [oidc, sts, ecr, registry, github, git].reduce((sum, { requests }) => sum + requests.length, 0)
}
