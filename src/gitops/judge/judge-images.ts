import { locateOverlay } from '../../config-repository/overlay.ts'
import { type ChosenOverlay, chooseOverlays, type Survey } from '../../config-repository/survey.ts'
import { openOnce } from '../../edit/open-once.ts'
import type { ConfigFile } from '../../edit/target.ts'
import { allOrProblems, failOnAny, type Problem, StepError } from '../../errors/errors.ts'
import { type Judged, judgedTogether } from '../../errors/judged.ts'
import type { WantedImage } from '../../plan/deployment.ts'
import { atMost } from '../../runner/turns.ts'
import type { OrderDecision } from '../order.ts'
import type { EntryVerdict, JudgePorts, Policies } from '../proposal.ts'
import type { JudgedText } from './judged-text.ts'
import { seekEntry } from './seek-entry.ts'

/** An entry, judged on its file as it was read. */
export interface JudgedEntry {
  readonly verdict: EntryVerdict
  readonly image: WantedImage
  readonly file: ConfigFile
  readonly overlay: ChosenOverlay
  readonly decision: OrderDecision
  readonly judged: JudgedText
}

export interface JudgeOptions extends JudgePorts {
  readonly policies: Policies
}

/** Images judged at once: each asks for comparisons, and GitHub limits what comes at the same time. */
const AT_ONCE = 8

/**
 * Order, registry guard and a trial of the edit for every image and overlay, on freshly read values. A dozen images that
 * stand at commits of their own do not wait for a dozen answers in a row.
 */
export async function judgeEach(
  survey: Survey,
  images: readonly WantedImage[],
  options: JudgeOptions,
): Promise<Judged<readonly JudgedEntry[]>> {
  const gate = atMost(AT_ONCE)
  const look = { ...options, kindOf: openOnce(options.kindOf) }
  return flat(await allOrProblems(images.map((image) => gate(() => judgeImage(survey, image, look)))))
}

/** The same. @throws StepError with the problems of all of them together. */
export async function judgeAll(
  survey: Survey,
  images: readonly WantedImage[],
  options: JudgeOptions,
): Promise<readonly JudgedEntry[]> {
  const { value, problems } = await judgeEach(survey, images, options)
  failOnAny(problems)
  return value
}

async function judgeImage(
  survey: Survey,
  image: WantedImage,
  options: JudgeOptions,
): Promise<Judged<readonly JudgedEntry[]>> {
  const chosen = await tried(async () => chooseOverlays(survey, image))
  const judged: Judged<readonly JudgedEntry[]>[] = []
  for (const overlay of chosen.value) {
    judged.push(await tried(() => judgeOverlay({ survey, image, overlay }, options)))
  }
  const { value, problems } = flat([{ value: [], problems: chosen.problems }, ...judged])
  return { value, problems: value.length + problems.length === 0 ? [nowhere(image)] : problems }
}

function flat<T>(all: readonly Judged<readonly T[]>[]): Judged<readonly T[]> {
  const { value, problems } = judgedTogether(all)
  return { value: value.flat(), problems }
}

async function tried<T>(work: () => Promise<readonly T[]>): Promise<Judged<readonly T[]>> {
  try {
    return { value: await work(), problems: [] }
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    return { value: [], problems: error.problems }
  }
}

interface At {
  readonly survey: Survey
  readonly image: WantedImage
  readonly overlay: ChosenOverlay
}

/** None where the overlay is not concerned. */
async function judgeOverlay(
  { survey, image, overlay }: At,
  { kindOf, orders, placeAt, policies, onFile }: JudgeOptions,
): Promise<readonly JudgedEntry[]> {
  await onFile?.()
  const file = locateOverlay(survey, overlay.path, placeAt(survey.tip))
  const { optional } = overlay
  const found = seekEntry(file, { image, optional }, { kind: kindOf(file.path), policies })
  if (!found) return []
  const { question } = found
  const decision: OrderDecision = question
    ? await orders(image.source.name).decide(question.deployedTag, image, question.where)
    : { write: true }
  const judged = found.settle(decision)
  return [{ verdict: verdictOf(judged, file, overlay), image, file, overlay, decision, judged }]
}

export const verdictOf = (
  { text: _text, stands: _stands, ...verdict }: JudgedText,
  { path }: ConfigFile,
  overlay: ChosenOverlay,
): EntryVerdict => ({ ...verdict, overlay: overlay.path, file: path, optional: overlay.optional })

/** Nothing but globs, and none of their matches has the entry: a green run would have deployed nothing. */
const nowhere = ({ name, overlays }: WantedImage): Problem => ({
  code: 'ENTRY_MISSING',
  inputs: ['name', 'overlays'],
  message: `no kustomization that matches ${overlays.join(', ')} has an images entry named "${name}"`,
  hint: 'Set the input name to the image name in the manifests, correct the pattern in overlays, or add the entry to the overlays that are meant.',
})
