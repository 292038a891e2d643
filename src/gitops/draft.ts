import type { Survey } from '../config-repository/survey.ts'
import { type JudgedEntry, type JudgeOptions, verdictOf } from './judge/judge-images.ts'
import type { JudgedText } from './judge/judged-text.ts'
import { requireEntry } from './judge/seek-entry.ts'
import { keyOf } from './judge/target-file.ts'
import { type EntryVerdict, entryKey, type Proposal } from './proposal.ts'

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
    const { file, chosen } = entry
    const text = after.get(file.path) ?? file.text
    const judged = text === file.text ? entry.judged : await judgeAgain(entry, text, options)
    const notice = untouched.get(entryKey(entry.verdict))
    const final = notice === undefined ? judged : leftAlone(judged, text, notice)
    before.set(file.path, file.text)
    after.set(file.path, final.text)
    verdicts.push(verdictOf(final, file, chosen))
  }
  const files = new Map([...after].filter(([path, text]) => text !== before.get(path)))
  return { tip, verdicts, before, files }
}

/**
 * In the text that the edits before it have made; what the order says is known. What is said of the entry stays what was
 * said of the file as it was read, because nobody can look up a line of a text that is still being written.
 */
async function judgeAgain(
  { image, file, chosen, decision, judged }: JudgedEntry,
  text: string,
  { kindOf, policies, onFile }: JudgeOptions,
): Promise<JudgedText> {
  await onFile?.()
  const options = { kind: await kindOf({ ...chosen.target, path: file.path }), policies }
  const sought = { image, optional: chosen.optional, key: keyOf(chosen.target, image) }
  const again = requireEntry({ ...file, text }, sought, options).settle(decision)
  // It differs where an edit before it has left a marker that holds this entry as well.
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
