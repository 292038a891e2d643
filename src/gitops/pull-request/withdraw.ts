import { StepError } from '../../errors/errors.ts'
import type { Delivered } from '../delivery.ts'
import { entryKey } from '../proposal.ts'
import { withdrawn } from './marks.ts'
import type { PullOptions, PullPorts, Situation } from './ports.ts'
import { lost, type Step } from './step.ts'

/** The base has all that this run would write, or newer: what is left of a pull request that it has passed goes away. */
export async function withdraw(at: Situation, ports: PullPorts, options: PullOptions): Promise<Step> {
  const { name, side, open, closed, proposal, attempts } = at
  const end: Delivered = { kind: 'nothing-to-do', proposal, commit: undefined, attempts }
  if (!side?.known) return end
  const own = closed.find(({ head }) => head === side.head)
  if (own && !open) {
    if (own.merged && options.cleanup) await ports.branches.removeBranch(name, side.head)
    return end
  }
  if (!(await isPassed(at))) return end
  if (!side.ours) {
    ports.say(
      `${open?.url ?? name} is superseded, and stays because of the commits that people have put there.`,
    )
    return end
  }
  // First, because only this is refused when another run has just put a newer commit there; it closes the pull request.
  if (!(await ports.branches.removeBranch(name, side.head))) return notRemoved(at, ports, options)
  if (!open) return end
  await ports.pulls.close(open.number, { body: withdrawn(open.body), comment: comment(at) })
  ports.say(`Closed ${open.url}, which is superseded.`)
  return end
}

/** Its pull request stays as well: closed alone, it could be taken from a run that has just put a newer commit there. */
async function notRemoved(at: Situation, ports: PullPorts, { label }: PullOptions): Promise<Step> {
  const { name, side, open, proposal, attempts, left } = at
  if ((await ports.branches.branch(name, left()))?.head !== side?.head) return lost('its branch has moved')
  const rest = open ? `; close ${open.url} by hand` : ''
  ports.onWarning(
    `The branch ${name} of ${label} is superseded, and could not be removed: let the credential delete it (a rule for branches that matches its name may restrict deletions)${rest}.`,
  )
  return { kind: 'nothing-to-do', proposal, commit: undefined, attempts }
}

/** Every entry of the base has the commit that the branch has, or one that continues it. */
async function isPassed({ side, proposal, change }: Situation): Promise<boolean> {
  const { verdicts } = proposal
  const there = await change.lookAt(side?.head ?? '', verdicts).catch((error: unknown) => {
    // What people have made of it there is theirs.
    if (!(error instanceof StepError)) throw error
    return []
  })
  const tags = new Map(there.map((verdict) => [entryKey(verdict), verdict.previous]))
  const passed = await Promise.all(
    verdicts.map((one) => change.continues(one.image, tags.get(entryKey(one)), one.previous)),
  )
  return verdicts.length > 0 && passed.every(Boolean)
}

const comment = ({ base }: Situation): string =>
  `Superseded: \`${base}\` has this commit, or a newer one, already. Closed by the deploy of the service; its next newer commit opens another pull request.`
