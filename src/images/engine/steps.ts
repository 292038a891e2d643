import { oneLine } from '../../names/text.ts'
import type { Sight } from '../../runner/waiting.ts'
import { asShown } from '../failure/terminal.ts'

interface Step {
  readonly name: string
  readonly since: number
  /** What BuildKit says of a step that goes on, as `pushing layers`. */
  detail: string
}

/** No build has more steps under way; a step may print lines that look like the engine's own. */
const MOST_STEPS = 100

interface StepsOptions {
  /** The name of what is built. */
  readonly image: string
  /** Takes secrets out of a text. */
  readonly hide: (text: string) => string
  readonly now: () => number
}

/** The steps of a build, or the parts of a push, that are under way, by what an engine prints. */
export class Steps {
  readonly #of: StepsOptions
  readonly #steps = new Map<string, Step>()

  constructor(of: StepsOptions) {
    this.#of = of
  }

  take(line: string): void {
    const [, vertex, text] = /^#(\d+) (.*)/s.exec(line) ?? []
    if (vertex !== undefined && text !== undefined) this.#takeVertex(vertex, text)
    else this.#takeWords(line)
  }

  /** The step that has been under way for longest stands for all. */
  look(): Sight {
    const { image, hide } = this.#of
    const [first] = this.#steps.values()
    if (!first) return { what: `the engine, at work on ${image}` }
    const { name, detail, since } = first
    const others = this.#steps.size > 1 ? ` (and ${this.#steps.size - 1} more)` : ''
    // What is left of a secret by the rest of it would not be known as one.
    const shown = [name, ...(detail ? [detail] : [])].map((text) => oneLine(asShown(hide(text))))
    return { what: `${[image, ...shown].join(', ')}${others}`, since }
  }

  /** Plain progress of BuildKit: a step is named first, again when it goes on behind another one, and says how it ends. */
  #takeVertex(number: string, text: string): void {
    const step = this.#steps.get(number)
    if (ENDED.test(text)) this.#steps.delete(number)
    else if (!step) this.#begin(number, text)
    else if (text !== step.name && !ASIDE.test(text)) step.detail = / done$/.test(text) ? '' : text
  }

  #takeWords(line: string): void {
    const rule = RULES.find(({ words }) => words.test(line))
    if (!rule) return
    const [, key = ''] = rule.words.exec(line) ?? []
    if (rule.means === 'alone') this.#steps.clear()
    if (rule.means === 'ended') this.#steps.delete(key)
    else this.#begin(key, rule.name ? `${rule.name} ${key}` : line)
  }

  #begin(key: string, name: string): void {
    if (this.#steps.has(key)) return
    if (this.#steps.size >= MOST_STEPS) this.#steps.clear()
    this.#steps.set(key, { name, since: this.#of.now(), detail: '' })
  }
}

const ENDED = /^(?:DONE|CACHED|CANCELED|ERROR)\b|^building with /
/** A line that the step prints has the time before it; dots say that another step comes between; older ones add an id. */
const ASIDE = /^(?:\d+\.\d+ |\.\.\.$|sha256:[0-9a-f]+$)/

interface Rule {
  readonly words: RegExp
  /** `alone`: whatever was before has ended. */
  readonly means: 'alone' | 'begun' | 'ended'
  /** Stands for the line, before the key. */
  readonly name?: string
}

/** Words of classic docker and of buildah. */
const RULES: readonly Rule[] = [
  { words: /^(?:\[\d+\/\d+\] )?(?:(?:Step|STEP) \d+\/\d+ ?: |COMMIT )/, means: 'alone' },
  { words: /^(?:Copying config|Writing manifest) /, means: 'alone' },
  { words: /^Copying blob (\S+)/, means: 'begun', name: 'copying blob' },
  { words: /^([0-9a-f]{12}): (?:Preparing|Waiting)$/, means: 'begun', name: 'layer' },
  {
    words: /^([0-9a-f]{12}): (?:Pushed|Pull complete|Layer already exists|Mounted from )/,
    means: 'ended',
  },
]

/** BuildKit pushes as part of its last step, or in one of its own, and names that before it begins. */
export const beginsPush = (line: string): boolean => /^#\d+ pushing /.test(line)
