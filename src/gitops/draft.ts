import { locateOverlay } from '../config-repository/overlay.ts'
import { type ChosenOverlay, chooseOverlays, type Survey } from '../config-repository/survey.ts'
import type { ConfigFile } from '../edit/target.ts'
import { fail, failOnAny, type Problem, StepError } from '../errors/errors.ts'
import type { WantedImage } from '../plan/deployment.ts'
import { atMost } from '../runner/turns.ts'
import { type EntryProposal, proposeEntry } from './judge-entry.ts'
import type { Proposal, ProposalContext, TargetProposal } from './proposal.ts'

/**
 * Order, registry guard and edit for every image and overlay, on freshly read values.
 * @throws StepError with the problems of all of them together.
 */
export async function propose(
  survey: Survey,
  images: readonly WantedImage[],
  context: ProposalContext,
): Promise<Proposal> {
  const draft = new Draft(survey, context)
  for (const image of images) await draft.add(image)
  return draft.finish()
}

/** Comparisons asked for at once: GitHub limits what comes at the same time. */
const AT_ONCE = 8

/**
 * Has the order of all images asked for at once, before they are proposed one after the other: a dozen images that
 * stand at commits of their own would wait for a dozen answers in a row.
 */
export async function askTogether(
  survey: Survey,
  images: readonly WantedImage[],
  context: ProposalContext,
): Promise<void> {
  if (images.length < 2) return
  const gate = atMost(AT_ONCE)
  // Each for itself, only for the answers, which are remembered; what is wrong is found again, and told then.
  await Promise.allSettled(images.map((image) => gate(() => new Draft(survey, context).add(image))))
}

/** The proposal while it grows: several images may stand in one file, and each edit continues where the last one ended. */
class Draft {
  readonly #survey: Survey
  readonly #context: ProposalContext
  readonly #before = new Map<string, string>()
  readonly #after = new Map<string, string>()
  readonly #targets: TargetProposal[] = []
  readonly #problems: Problem[] = []

  constructor(survey: Survey, context: ProposalContext) {
    this.#survey = survey
    this.#context = context
  }

  async add(image: WantedImage): Promise<void> {
    const found = this.#targets.length + this.#problems.length
    await this.#collect(async () => {
      for (const overlay of chooseOverlays(this.#survey, image)) {
        await this.#collect(() => this.#addOverlay(image, overlay))
      }
      if (this.#targets.length + this.#problems.length === found) nowhere(image)
    })
  }

  finish(): Proposal {
    failOnAny(this.#problems)
    const files = new Map([...this.#after].filter(([path, text]) => text !== this.#before.get(path)))
    return { tip: this.#survey.tip, targets: this.#targets, before: this.#before, files }
  }

  async #addOverlay(image: WantedImage, overlay: ChosenOverlay): Promise<void> {
    await this.#context.onFile?.()
    const file = locateOverlay(this.#survey, overlay.path, this.#context.placeAt(this.#survey.tip))
    const current = { ...file, text: this.#after.get(file.path) ?? file.text }
    const proposed = await proposeEntry(current, { image, optional: overlay.optional }, this.#context)
    if (proposed) this.#take(file, overlay, proposed)
  }

  #take(file: ConfigFile, overlay: ChosenOverlay, { text, ...proposal }: EntryProposal): void {
    if (!this.#before.has(file.path)) this.#before.set(file.path, file.text)
    this.#after.set(file.path, text)
    this.#targets.push({ ...proposal, overlay: overlay.path, file: file.path, optional: overlay.optional })
  }

  async #collect(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof StepError)) throw error
      this.#problems.push(...error.problems)
    }
  }
}

/** Nothing but globs, and none of their matches has the entry: a green run would have deployed nothing. */
function nowhere({ name, overlays }: WantedImage): never {
  return fail({
    code: 'ENTRY_MISSING',
    inputs: ['name', 'overlays'],
    message: `no kustomization that matches ${overlays.join(', ')} has an images entry named "${name}"`,
    hint: 'Set the input name to the image name in the manifests, correct the pattern in overlays, or add the entry to the overlays that are meant.',
  })
}
