/**
 * What stands between values, which the events of the parser leave out. Each of these goes on from where the last value
 * ended, and looks at a character once.
 */

/** Behind white space and comments. */
function skipBlank(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (isBlank(code)) at += 1
    else if (code === HASH && (at === 0 || isBlank(text.charCodeAt(at - 1)))) at = endOfLine(text, at)
    else return at
  }
}

const [HASH, SPACE, TAB, NEWLINE, RETURN, MARK] = [0x23, 0x20, 0x09, 0x0a, 0x0d, 0xfeff]

const isBlank = (code: number): boolean =>
  code === SPACE || code === NEWLINE || code === RETURN || code === TAB || code === MARK

function endOfLine(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) !== NEWLINE && text.charCodeAt(at) !== RETURN) at += 1
  return at
}

/** Behind the colon that follows a key; where no colon does, where the key ends. */
export function behindColon(text: string, from: number): number {
  const at = skipBlank(text, from)
  return text[at] === ':' ? at + 1 : from
}

/** Behind the dash of the next item. */
export function behindDash(text: string, from: number): number {
  const at = skipBlank(text, from)
  return text[at] === '-' && (at + 1 === text.length || isBlank(text.charCodeAt(at + 1))) ? at + 1 : from
}

/** Behind the bracket that ends a flow collection. */
export function behindBracket(text: string, from: number): number {
  let at = skipBlank(text, from)
  while (text[at] === ',') at = skipBlank(text, at + 1)
  return text[at] === ']' || text[at] === '}' ? at + 1 : from
}
