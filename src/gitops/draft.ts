import { locateOverlay } from '../config-repository/overlay.ts'
import { type ChosenOverlay, chooseOverlays, type Survey } from '../config-repository/survey.ts'
import { openOnce } from '../edit/open-once.ts'
import type { ConfigFile } from '../edit/target.ts'
import { allOrProblems, fail, failOnAny, type Problem, StepError } from '../errors/errors.ts'
import type { Judged } from '../errors/judged.ts'
import type { WantedImage } from '../plan/deployment.ts'
import { atMost } from '../runner/turns.ts'
import { type JudgedText, requireEntry, seekEntry } from './judge-entry.ts'
import type { OrderDecision } from './order.ts'
import { type EntryVerdict, entryKey, type JudgePorts, type Policies, type Proposal } from './proposal.ts'

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
  const judged = await allOrProblems(images.map((image) => gate(() => judgeImage(survey, image, look))))
  return {
    value: judged.flatMap(({ entries }) => entries),
    problems: judged.flatMap(({ problems }) => problems),
  }
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

interface JudgedImage {
  readonly entries: readonly JudgedEntry[]
  readonly problems: readonly Problem[]
}

async function judgeImage(survey: Survey, image: WantedImage, options: JudgeOptions): Promise<JudgedImage> {
  const entries: JudgedEntry[] = []
  const problems: Problem[] = []
  const collect = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof StepError)) throw error
      problems.push(...error.problems)
    }
  }
  await collect(async () => {
    for (const overlay of chooseOverlays(survey, image)) {
      await collect(async () => {
        entries.push(...(await judgeOverlay({ survey, image, overlay }, options)))
      })
    }
    if (entries.length + problems.length === 0) nowhere(image)
  })
  return { entries, problems }
}

interface At {
  readonly survey: Survey
  readonly image: WantedImage
  readonly overlay: ChosenOverlay
}

/** None where the overlay is not concerned. */
async function judgeOverlay(
  { survey, image, overlay }: At,
  options: JudgeOptions,
): Promise<readonly JudgedEntry[]> {
  const { kindOf, orders, placeAt, policies, onFile } = options
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

const verdictOf = (
  { text: _text, stands: _stands, ...verdict }: JudgedText,
  { path }: ConfigFile,
  overlay: ChosenOverlay,
): EntryVerdict => ({ ...verdict, overlay: overlay.path, file: path, optional: overlay.optional })

/**
 * The proposal of what was judged. Several images may stand in one file: each edit continues where the last one ended.
 * `untouched` has why entries stay as they are whatever the order says, by `entryKey`.
 */
export async function compose(
  { tip }: Survey,
  entries: readonly JudgedEntry[],
  { untouched, ...options }: JudgeOptions & { readonly untouched: ReadonlyMap<string, string> },
): Promise<Proposal> {
  const before = new Map<string, string>()
  const after = new Map<string, string>()
  const verdicts: EntryVerdict[] = []
  for (const entry of entries) {
    const { file, overlay } = entry
    const text = after.get(file.path) ?? file.text
    const judged = text === file.text ? entry.judged : await judgeAgain(entry, text, options)
    const notice = untouched.get(entryKey(entry.verdict))
    const final = notice === undefined ? judged : leftAlone(judged, text, notice)
    before.set(file.path, file.text)
    after.set(file.path, final.text)
    verdicts.push(verdictOf(final, file, overlay))
  }
  const files = new Map([...after].filter(([path, text]) => text !== before.get(path)))
  return { tip, verdicts, before, files }
}

/**
 * In the text that the edits before it have made; what the order says is known. What is said of the entry stays what was
 * said of the file as it was read, because nobody can look up a line of a text that is still being written.
 */
async function judgeAgain(
  { image, file, overlay: { optional }, decision, judged }: JudgedEntry,
  text: string,
  { kindOf, policies, onFile }: JudgeOptions,
): Promise<JudgedText> {
  await onFile?.()
  const options = { kind: kindOf(file.path), policies }
  const again = requireEntry({ ...file, text }, { image, optional }, options).settle(decision)
  // It differs where another overlay of the image, which names this very file, has been there first.
  const facts = again.outcome === judged.outcome ? judged : { ...again, place: judged.place }
  return { ...facts, text: again.text }
}

const leftAlone = ({ rollback: _none, ...judged }: JudgedText, text: string, notice: string): JudgedText => ({
  ...judged,
  text,
  reference: judged.stands,
  pinned: undefined,
  outcome: 'untouched',
  notices: [notice],
})

/** Nothing but globs, and none of their matches has the entry: a green run would have deployed nothing. */
function nowhere({ name, overlays }: WantedImage): never {
  return fail({
    code: 'ENTRY_MISSING',
    inputs: ['name', 'overlays'],
    message: `no kustomization that matches ${overlays.join(', ')} has an images entry named "${name}"`,
    hint: 'Set the input name to the image name in the manifests, correct the pattern in overlays, or add the entry to the overlays that are meant.',
  })
}
