/** The secrets of one run. Another run in this process has its own, and neither hides what is the other's. */
export class Secrets {
  readonly #lines = new Set<string>()
  readonly #maskLine: (line: string) => void

  /** @param maskLine Has the runner hide a line of a secret in the log. */
  constructor(maskLine: (line: string) => void) {
    this.#maskLine = maskLine
  }

  /** Masks a secret before it is used anywhere; the runner masks single lines, so each line is masked. */
  mask(secret: string): void {
    const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim())
    // A short line, as the "AWS" of a login, would blot out ordinary words of the log.
    for (const line of lines.filter(({ length }) => length > 3)) {
      this.#lines.add(line)
      this.#maskLine(line)
    }
  }

  /** For a text that is going to be cut or escaped, and then no longer holds what the runner masks. */
  hide(text: string): string {
    const longestFirst = [...this.#lines].toSorted((one, other) => other.length - one.length)
    return longestFirst.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
  }
}
