/** Ranges of characters that take two columns (Unicode, "East Asian Width": W and F, without those that nobody uses). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x26bd, 0x26be],
  [0x26d4, 0x26d4],
  [0x2705, 0x2705],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2755],
  [0x2757, 0x2757],
  [0x2795, 0x2797],
  [0x27b0, 0x27b0],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2b55, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
]

/** How many columns of a terminal a text takes that has no control characters in it. */
export function widthOf(text: string): number {
  let width = 0
  for (const one of text) width += characterWidth(one)
  return width
}

function characterWidth(one: string): number {
  const point = one.codePointAt(0) ?? 0
  if (point < 0x300) return 1
  if (/\p{Mn}|\p{Me}/u.test(one)) return 0
  return WIDE.some(([from, to]) => from <= point && point <= to) ? 2 : 1
}

/** As much of a text as fits into so many columns. */
export function cutTo(text: string, columns: number): string {
  let width = 0
  let kept = ''
  for (const one of text) {
    width += characterWidth(one)
    const isLast = kept.length + one.length === text.length
    if (width > columns - Number(!isLast)) return `${kept}…`
    kept += one
  }
  return kept
}
