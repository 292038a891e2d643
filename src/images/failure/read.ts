import { instructionAt } from '../dockerfile/instructions.ts'
import { asShown } from './terminal.ts'

/** What the output of a failed engine says, for people. */
export interface BuildFailure {
  /** The error itself: from the last `ERROR:` to the end, as newer engines print the registry's words on lines after. */
  readonly reason: string
  /** What BuildKit calls the step that failed, for example `[2/3] RUN make` or `exporting to image`. */
  readonly step: string | undefined
  /** The failed step's own output. */
  readonly stepLog: readonly string[]
  /** Line of the Dockerfile. */
  readonly line: number | undefined
}

const STEP_LOG_LINES = 30
const LINE_LENGTH = 500
const REASON_LINES = 10
const REASON_LENGTH = 2000

/** `hide` takes secrets out before a text is cut: a part of one is no longer known to the runner's masks. */
export function readFailure(
  output: readonly string[],
  dockerfile: string,
  hide: (text: string) => string = (text) => text,
): BuildFailure {
  const lines = output.map(asShown)
  const { step, stepLog, line } = buildkitStep(lines) ?? classicStep(lines, dockerfile)
  return {
    reason: cut(hide(reasonOf(lines)), REASON_LENGTH),
    step,
    stepLog: stepLog.slice(-STEP_LOG_LINES).map((text) => cut(hide(text), LINE_LENGTH)),
    line,
  }
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 3)}...` : text

/** A step that ended with an exit code, in the words of BuildKit, of docker 20.10, of classic docker and of buildah. */
const STEP_FAILED =
  /did not complete successfully: exit code|executor failed running|^The command '[\s\S]{0,2000}returned a non-zero code|building at STEP "RUN /m

/** A step of buildah that was refused for its mounts, before anything of it ran. */
const NOT_RUN = /building at STEP "[\s\S]{0,2000}": resolving mountpoints/

export function isStepFailure({ reason }: BuildFailure): boolean {
  return STEP_FAILED.test(reason) && !NOT_RUN.test(reason)
}

/** buildx builds and pushes in one process: whether it failed while it pushed. */
export function isPushFailure(output: readonly string[]): boolean {
  const failure = readFailure(output, '')
  if (isStepFailure(failure)) return false
  // The docker driver pushes in a step of its own and repeats only the registry's words.
  return (
    /^(?:pushing|exporting to image)/.test(failure.step ?? '') ||
    /failed to push|failed commit on ref/.test(failure.reason)
  )
}

/** Whether a builder had taken the build: before that, BuildKit names only steps that start or reach the builder. */
export function hasBegun(output: readonly string[]): boolean {
  return output.some((line) => BEGUN.test(asShown(line)))
}

const BEGUN = /^#\d+ \[(?!internal\] (?:booting buildkit|waiting for connection))/

/** What engines print beside an error: notices, advice, links. */
const NOISE =
  /^\s*$|PROTOCOL_ERROR|^View build details:|^DEPRECATED:|^ {8,}(?:BuildKit is currently disabled|environment-variable|Install the buildx component|https:\/\/docs\.docker\.com)|^\s*\d+ warnings? found|^ - \w+: .*\(line \d+\)$|^WARNING: |^See '.* --help'\.$|^Learn more at /

const STEP = /^(?:\[\d+\/\d+\] )?(?:Step|STEP) \d+\/\d+ ?: /
/** What engines print while all is well; an error without a mark of its own comes after the last of these. */
const PROGRESS = [
  STEP,
  /^ ?-+> |^Removing intermediate|^Sending build context|^Trying to pull /,
  /^The push refers to|^[0-9a-f]{12}: (?:Preparing|Waiting|Push|Layer already|Mounted|Retrying)/,
]

const isProgress = (line: string): boolean => PROGRESS.some((pattern) => pattern.test(line))

/** Where the engine's own verdict begins; a step may print lines that look like one, so the last counts. */
function verdictIndex(output: readonly string[]): number {
  return output.findLastIndex((line) =>
    /^(?:ERROR|Error|error)[: ]|^The command '|^failed to solve: |^executor failed running/.test(line),
  )
}

function reasonOf(output: readonly string[]): string {
  const start = verdictIndex(output)
  const progress = output.findLastIndex(isProgress)
  const linesFrom = (from: number) =>
    output.slice(from).filter((line, index) => !NOISE.test(line) && (index === 0 || !isProgress(line)))
  const behind = linesFrom(progress + 1).slice(-5)
  // A verdict that more progress follows was a line of some step, unless nothing else is said.
  const kept = start > progress || (start >= 0 && behind.length === 0) ? linesFrom(start) : behind
  return kept.slice(0, REASON_LINES).join('\n')
}

type Step = Omit<BuildFailure, 'reason'>

/** BuildKit's plain progress: the step's log between rules of dashes, then `Dockerfile:LINE` above an excerpt. */
function buildkitStep(output: readonly string[]): Step | undefined {
  const head = output.findLastIndex(
    (line, index) => /^ > \S.*:$/.test(line) && /^-{6}$/.test(output[index - 1] ?? ''),
  )
  const place = output.findLastIndex(
    (line, index) => /^\S.*:\d+$/.test(line) && /^-{10,}$/.test(output[index + 1] ?? ''),
  )
  if (head < 0 && place < 0) return undefined
  const rest = head < 0 ? [] : output.slice(head + 1)
  const end = rest.findIndex((line) => /^-{6}$/.test(line))
  const line = place < 0 ? undefined : Number(/:(\d+)$/.exec(output[place] ?? '')?.[1])
  const step = head < 0 ? undefined : output[head]?.slice(' > '.length).replace(/:$/, '')
  return { step, stepLog: end < 0 ? rest : rest.slice(0, end), line }
}

/** Classic docker and buildah name the step; its line is looked up in the Dockerfile. */
function classicStep(output: readonly string[], dockerfile: string): Step {
  const start = output.findLastIndex((line) => STEP.test(line))
  if (start < 0) return { step: undefined, stepLog: [], line: lineInWords(output) }
  const verdict = verdictIndex(output)
  const printed = output.slice(start + 1, verdict > start ? verdict : undefined)
  const stepLog = printed.filter((line) => !/^(?: ---> |Removing intermediate)/.test(line))
  const instruction = (output[start] ?? '').replace(STEP, '')
  return { step: instruction, stepLog, line: lineOf(instruction, dockerfile) }
}

/** A Dockerfile that cannot be parsed fails before its first step: `dockerfile parse error on line 2`. */
function lineInWords(output: readonly string[]): number | undefined {
  const [, line] = /dockerfile parse error (?:on )?line (\d+)/i.exec(reasonOf(output)) ?? []
  return line === undefined ? undefined : Number(line)
}

/** Instructions may be continued over lines, comments between them; the first line is the one to show. */
function lineOf(instruction: string, dockerfile: string): number | undefined {
  const squeeze = (text: string) => text.replaceAll(/\s+/g, ' ').trim().toLowerCase()
  const wanted = squeeze(instruction)
  const lines = dockerfile.split(/\r?\n/)
  for (let index = 0; index < lines.length; ) {
    const { text, next } = instructionAt(lines, index)
    if (squeeze(text) === wanted) return index + 1
    index = next
  }
  return undefined
}
