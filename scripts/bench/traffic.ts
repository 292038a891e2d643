import { startWire } from '../../__tests__/support/wire.ts'
import type { World } from '../../__tests__/support/world.ts'

/** What is said to all services of a world and heard from them, since the last `reset`. */
export interface Traffic extends AsyncDisposable {
  requests(): number
  kB(): number
  reset(): void
}

/** Puts a counting wire before every service that a step knows of, and before the registry. */
export async function wireUp(world: World): Promise<Traffic> {
  const all = await interpose(world, startWire)
  let before = askedOf(world)
  return {
    requests: () => askedOf(world) - before,
    kB: () => all.reduce((sum, { sent, received }) => sum + sent + received, 0) / 1000,
    reset: () => {
      before = askedOf(world)
      for (const wire of all) wire.reset()
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((wire) => wire[Symbol.asyncDispose]()))
    },
  }
}

/** Starts one of these for each of those services, and names it to the step in place of the service. */
export async function interpose<Between extends { readonly url: string }>(
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
export function askedOf({ oidc, sts, ecr, registry, github, git }: World): number {
  return [oidc, sts, ecr, registry, github, git].reduce((sum, { requests }) => sum + requests.length, 0)
}
