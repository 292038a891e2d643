const ESCAPE = '\u001b'
const BELL = '\u0007'
/** CSI as one character. */
const CSI = '\u009b'

/** A line as a terminal would show it, without colours: of a bar of progress, what was written last. */
export function asShown(line: string): string {
  const states = withoutEscapes(line).split('\r')
  return states.findLast((state) => state !== '') ?? ''
}

/**
 * Without escape sequences and control strings (ECMA-48, 5.3, 5.4 and 5.6). Piece by piece, none of which is looked at
 * twice: the expression of Node's stripVTControlCharacters goes from each escape to the end of the line.
 */
function withoutEscapes(line: string): string {
  const [plain = '', ...pieces] = line.replaceAll(CSI, `${ESCAPE}[`).split(ESCAPE)
  const rest = pieces.map((piece, index) => {
    const isString = /^[\]PX^_]/.test(piece)
    if (!isString) return piece.replace(/^(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])/, '')
    const end = piece.indexOf(BELL)
    if (end >= 0) return piece.slice(end + 1)
    // The other end of a string is an escape of its own; one that never ends is shown.
    return pieces[index + 1]?.startsWith('\\') ? '' : piece.slice(1)
  })
  return [plain, ...rest].join('')
}
