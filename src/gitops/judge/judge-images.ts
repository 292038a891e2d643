import { type ChosenTarget, chooseTargets, type Survey } from '../../config-repository/survey.ts'
import { openOnce } from '../../edit/open-once.ts'
import type { ConfigFile, Twin } from '../../edit/target.ts'
import { failOnAny, StepError } from '../../errors/errors.ts'
import { type Judged, judgedTogether } from '../../errors/judged.ts'
import { allOrProblems } from '../../errors/together.ts'
import type { WantedImage } from '../../plan/deployment.ts'
import { targetName } from '../../plan/target.ts'
import { atMost } from '../../runner/turns.ts'
import type { OrderDecision } from '../order.ts'
import type { EntryVerdict, JudgePorts, Policies } from '../proposal.ts'
import type { JudgedText } from './judged-text.ts'
import { sayLeftBeside } from './left-beside.ts'
import { nowhere } from './nowhere.ts'
import { onePlaceEach } from './one-place.ts'
import { seekEntry } from './seek-entry.ts'
import { keyOf, targetFile } from './target-file.ts'

/** An entry, judged on its file as it was read. */
export interface JudgedEntry {
  readonly verdict: EntryVerdict
  readonly image: WantedImage
  readonly file: ConfigFile
  readonly chosen: ChosenTarget
  readonly decision: OrderDecision
  readonly judged: JudgedText
  /** Where in its file it is, whatever leads there. */
  readonly at: string
  readonly twins: readonly Twin[]
}

export interface JudgeOptions extends JudgePorts {
  readonly policies: Policies
}

/** Images judged at once: each asks for comparisons, and GitHub limits what comes at the same time. */
const AT_ONCE = 8

/**
 * Order, registry guard and a trial of the edit for every image and target, on freshly read values. A dozen images that
 * stand at commits of their own do not wait for a dozen answers in a row.
 */
export async function judgeEach(
  survey: Survey,
  images: readonly WantedImage[],
  options: JudgeOptions,
): Promise<Judged<readonly JudgedEntry[]>> {
  const gate = atMost(AT_ONCE)
  const look = { ...options, kindOf: openOnce(options.kindOf) }
  const { value, problems } = flat(
    await allOrProblems(images.map((image) => gate(() => judgeImage(survey, image, look)))),
  )
  const places = onePlaceEach(value)
  return { value: sayLeftBeside(places.value), problems: [...problems, ...places.problems] }
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
  const targets = await tried(async () => chooseTargets(survey, image))
  const judged: Judged<readonly JudgedEntry[]>[] = []
  for (const chosen of targets.value) {
    judged.push(await tried(() => judgeTarget({ survey, image, chosen }, options)))
  }
  const { value, problems } = flat([{ value: [], problems: targets.problems }, ...judged])
  if (value.length + problems.length > 0) return { value, problems }
  return { value, problems: [await nowhere(survey, { image, matches: targets.value }, options)] }
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
  readonly chosen: ChosenTarget
}

/** None where the target is not concerned. */
async function judgeTarget(
  { survey, image, chosen }: At,
  { orders, policies, ...ports }: JudgeOptions,
): Promise<readonly JudgedEntry[]> {
  const { target, optional } = chosen
  const { file, kind } = await targetFile(survey, target, ports)
  const found = seekEntry(file, { image, optional, key: keyOf(target, image) }, { kind, policies })
  if (!found) return []
  const { question, at, twins = [] } = found
  const decision: OrderDecision = question
    ? await orders(image.source.name).decide(question.deployedTag, image, question.where)
    : { write: true }
  const judged = found.settle(decision)
  return [{ verdict: verdictOf(judged, file, chosen), image, file, chosen, decision, judged, at, twins }]
}

export const verdictOf = (
  { text: _text, stands: _stands, ...verdict }: JudgedText,
  { path }: ConfigFile,
  { target, optional }: ChosenTarget,
): EntryVerdict => ({
  ...verdict,
  kind: target.kind,
  overlay: targetName(target),
  key: keyOf(target, { name: verdict.image }),
  file: path,
  optional,
})
