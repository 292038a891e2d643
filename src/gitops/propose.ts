import { DeployError, failOnAny, type Problem } from '../errors.ts'
import type { ConfigPlan, PushedImage } from '../plan/plan.ts'
import type { Digest } from '../registry/reference.ts'
import { editEntry, type WantedValues } from './edit/edit.ts'
import { findEntry, type ImageEntry } from './edit/entry.ts'
import { type ConfigFile, parseKustomization } from './edit/kustomization.ts'
import { judgeRegistry } from './edit/registry-guard.ts'
import type { Order } from './order.ts'
import { locateOverlay, type PlaceIn } from './overlay.ts'
import type { Snapshot } from './repository.ts'

/** An image and the digest that the overlays are to get; a stand-in while it is not known yet. */
export interface DeployTarget {
  readonly image: PushedImage
  readonly digest: Digest
}

export type TargetOutcome = 'write' | 'unchanged' | 'superseded'

/** What would happen to one image in one overlay. */
export interface TargetProposal {
  readonly image: string
  readonly overlay: string
  readonly file: string
  readonly outcome: TargetOutcome
  /** The tag that stood there. */
  readonly previous: string | undefined
  readonly notices: readonly string[]
}

/** What one commit on this tip would change. */
export interface Proposal {
  readonly tip: string
  readonly targets: readonly TargetProposal[]
  readonly before: ReadonlyMap<string, string>
  /** Only files whose text differs. */
  readonly files: ReadonlyMap<string, string>
}

export interface ProposalContext {
  readonly config: ConfigPlan
  readonly order: Order
  readonly placeAt: (tip: string) => PlaceIn
}

/**
 * Order, registry guard and edit for every image and overlay, on freshly read values.
 * @throws DeployError with the problems of all of them together.
 */
export async function propose(
  snapshot: Snapshot,
  targets: readonly DeployTarget[],
  context: ProposalContext,
): Promise<Proposal> {
  const before = new Map<string, string>()
  const after = new Map<string, string>()
  const proposals: TargetProposal[] = []
  const problems: Problem[] = []
  for (const target of targets) {
    for (const overlay of target.image.overlays) {
      try {
        const file = locateOverlay(snapshot, overlay, context.placeAt(snapshot.tip))
        before.set(file.path, file.text)
        // Several images may stand in one file: each edit continues where the last one ended.
        const current = { ...file, text: after.get(file.path) ?? file.text }
        const { text, ...proposal } = await proposeOne(current, target, context)
        after.set(file.path, text)
        proposals.push({ ...proposal, overlay, file: file.path })
      } catch (error) {
        if (!(error instanceof DeployError)) throw error
        problems.push(...error.problems)
      }
    }
  }
  failOnAny(problems)
  const files = new Map([...after].filter(([path, text]) => text !== before.get(path)))
  return { tip: snapshot.tip, targets: proposals, before, files }
}

type OneProposal = Omit<TargetProposal, 'overlay' | 'file'> & { readonly text: string }

async function proposeOne(
  file: ConfigFile,
  target: DeployTarget,
  { config, order }: ProposalContext,
): Promise<OneProposal> {
  const { image, digest } = target
  const entry = findEntry(parseKustomization(file), image.name)
  const guard = judgeRegistry(entry, {
    registry: image.access.registry,
    newName: image.repositoryUrl,
    retarget: config.retarget,
  })
  if ('code' in guard) throw new DeployError([guard])
  const common = { image: image.name, previous: entry.newTag ?? entry.digest }
  const text = editEntry(entry, wantedValues(entry, { image, digest }, config.pin))
  if (text === file.text) return { ...common, text, outcome: 'unchanged', notices: [] }
  const decision = await order.decide(common.previous, image, `${file.path}:${entry.line}`)
  if (!decision.write)
    return { ...common, text: file.text, outcome: 'superseded', notices: [decision.reason] }
  const notices = [guard.notice, decision.notice].filter((notice) => notice !== undefined)
  return { ...common, text, outcome: 'write', notices }
}

/**
 * newTag without digest deploys what the tag says; a digest that stays behind would deploy the old image under the
 * new tag (kustomize renders `name:tag@digest`, and container runtimes pull by digest), so it is always set too.
 */
function wantedValues(entry: ImageEntry, target: DeployTarget, pin: ConfigPlan['pin']): WantedValues {
  const { repositoryUrl, tag } = target.image
  const wantsTag = pin !== 'digest' || entry.newTag !== undefined
  const wantsDigest = pin !== 'tag' || entry.digest !== undefined
  return {
    ...((entry.newName ?? entry.name) === repositoryUrl ? {} : { newName: repositoryUrl }),
    ...(wantsTag ? { newTag: tag } : {}),
    ...(wantsDigest ? { digest: target.digest } : {}),
  }
}
