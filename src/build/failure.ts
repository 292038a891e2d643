/** What the output of a failed build says, for people. */
export interface BuildFailure {
  /** The error itself: from the last `ERROR:` to the end. */
  readonly reason: string
  /** The failed step's own output. */
  readonly stepLog: readonly string[]
  /** Line of the Dockerfile. */
  readonly line: number | undefined
}

const STEP_LOG_LINES = 30

export function readFailure(output: readonly string[], dockerfile: string): BuildFailure {
  const { stepLog, line } = buildkitStep(output) ?? classicStep(output, dockerfile)
  return { reason: reasonOf(output), stepLog: stepLog.slice(-STEP_LOG_LINES), line }
}

/** Where the engine's own verdict begins; a step may print lines that look like one, so the last counts. */
function verdictIndex(output: readonly string[]): number {
  return output.findLastIndex((line) => /^(?:ERROR|Error|error)[: ]|^The command '/.test(line))
}

function reasonOf(output: readonly string[]): string {
  const start = verdictIndex(output)
  const verdict = start < 0 ? output.slice(-5) : output.slice(start, start + 10)
  return verdict
    .filter((line) => line.trim() !== '')
    .join('\n')
    .slice(0, 2000)
}

/** BuildKit's plain progress: the step's log between rules of dashes, then `Dockerfile:LINE` above an excerpt. */
function buildkitStep(
  output: readonly string[],
): { stepLog: string[]; line: number | undefined } | undefined {
  const head = output.findLastIndex((line) => /^ > \[.*\]/.test(line))
  const place = output.findLastIndex(
    (line, index) => /^\S.*:\d+$/.test(line) && /^-{10,}$/.test(output[index + 1] ?? ''),
  )
  if (head < 0 && place < 0) return undefined
  const rest = head < 0 ? [] : output.slice(head + 1)
  const end = rest.findIndex((line) => /^-{6}$/.test(line))
  const line = place < 0 ? undefined : Number(/:(\d+)$/.exec(output[place] ?? '')?.[1])
  return { stepLog: end < 0 ? rest : rest.slice(0, end), line }
}

const STEP = /^(?:\[\d+\/\d+\] )?(?:Step|STEP) \d+\/\d+ ?: /

/** Classic docker and buildah name the step; its line is looked up in the Dockerfile. */
function classicStep(
  output: readonly string[],
  dockerfile: string,
): { stepLog: string[]; line: number | undefined } {
  const start = output.findLastIndex((line) => STEP.test(line))
  if (start < 0) return { stepLog: [], line: undefined }
  const verdict = verdictIndex(output)
  const printed = output.slice(start + 1, verdict > start ? verdict : undefined)
  const stepLog = printed.filter((line) => !/^(?: ---> |Removing intermediate)/.test(line))
  return { stepLog, line: lineOf((output[start] ?? '').replace(STEP, ''), dockerfile) }
}

/** Instructions may be continued over lines, comments between them; the first line is the one to show. */
function lineOf(instruction: string, dockerfile: string): number | undefined {
  const squeeze = (text: string) => text.replaceAll(/\s+/g, ' ').trim().toLowerCase()
  const wanted = squeeze(instruction)
  const lines = dockerfile.split(/\r?\n/)
  const at = lines.findIndex((_, index) => squeeze(joined(lines.slice(index))) === wanted)
  return at < 0 ? undefined : at + 1
}

/** The instruction that begins on the first of these lines. */
function joined(lines: readonly string[]): string {
  const parts: string[] = []
  for (const line of lines) {
    if (parts.length > 0 && /^\s*(?:#|$)/.test(line)) continue
    const [, continued] = /^(.*)\\\s*$/.exec(line) ?? []
    parts.push(continued ?? line)
    if (continued === undefined) break
  }
  return parts.join(' ')
}

/** Answers that may be others a moment later; never a step's exit code, and never a refusal. */
const TRANSIENT =
  /status\S*\s+(?:code\s+)?(?:5\d\d|429)\b|internal server error|bad gateway|service unavailable|gateway timeout|too ?many ?requests|connection re(?:set|fused)|\bEOF$|TLS handshake timeout|i\/o timeout|push is on-?going/im

export function isTransientPush(reason: string): boolean {
  return TRANSIENT.test(reason)
}
