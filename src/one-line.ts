/** Text of others on one line: no value can begin a line, and so a trailer, a claim or a command, of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}
