import { startWire, type Wire } from '../../__tests__/support/wire.ts'
import type { World } from '../../__tests__/support/world.ts'

/** What is said to all services of a world and heard from them, since the last `reset`. */
export interface Traffic extends AsyncDisposable {
  requests(): number
  kB(): number
  reset(): void
}

/** Puts a counting wire before every service that a step knows of, and before the registry. */
export async function wireUp(world: World): Promise<Traffic> {
  const wires = new Map<string, Wire>()
  const wired = async (url: string): Promise<string> => {
    const { origin } = new URL(url)
    const wire = wires.get(origin) ?? (await startWire(origin))
    wires.set(origin, wire)
    return url.replace(origin, wire.url)
  }
  for (const [name, value] of Object.entries(world.env)) {
    if (value.startsWith('http:')) world.env[name] = await wired(value)
  }
  // The ECR API names it, and so do references.
  world.registry.url = await wired(world.registry.url)
  const all = [...wires.values()]
  const { oidc, sts, ecr, github, git, registry } = world
  const logs = [oidc, sts, ecr, github, git, registry].map(({ requests }) => requests)
  const asked = () => logs.reduce((sum, log) => sum + log.length, 0)
  let before = asked()
  return {
    requests: () => asked() - before,
    kB: () => all.reduce((sum, { sent, received }) => sum + sent + received, 0) / 1000,
    reset: () => {
      before = asked()
      for (const wire of all) wire.reset()
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((wire) => wire[Symbol.asyncDispose]()))
    },
  }
}
