import type { ConnectRegistry } from '../../aws/registry/connect-registries.ts'
import type { RegistryLogin } from '../../aws/registry/registry.ts'
import { allOrProblems } from '../../errors/together.ts'
import type { OpenEngine } from '../../images/open-engine.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Phases } from '../../runner/phases.ts'
import type { Quiet } from './inspect.ts'
import type { Engine } from './ports.ts'

interface OpenerOptions {
  readonly engine: Engine
  readonly connect: ConnectRegistry
  readonly phases: Phases
  readonly quiet: Quiet
  /** To the registries that are pushed to. */
  readonly own?: readonly RegistryLogin[]
}

/** Opens the engine when something is to be built, and may be: it can push to the step's own registries. */
export const engineOpener =
  ({ logins }: Plan, { engine, connect, phases, quiet, own = [] }: OpenerOptions) =>
  async (): Promise<OpenEngine> => {
    const logIn = async () => {
      const base = await allOrProblems(logins.map((access) => connect(access).login()))
      return [...base, ...own]
    }
    const [opened] = await allOrProblems([phases.during('engine', () => engine.open(logIn())), quiet()])
    return opened
  }
