import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { asShown } from '../../../../src/images/failure/terminal.ts'

const ESC = '\u001b'
const BELL = '\u0007'

test.each([
  ['colours', `${ESC}[1;31mred${ESC}[0m end`, 'red end'],
  ['colours of 24 bits', `${ESC}[38;2;255;0;0mred${ESC}[m`, 'red'],
  ['a cursor that moves', `${ESC}[2K${ESC}[1A${ESC}[10;20Hx`, 'x'],
  ['modes', `${ESC}[?25lx${ESC}[?25h`, 'x'],
  ['CSI as one character', '\u009b31mx\u009b0m', 'x'],
  ['a character set', `${ESC}(Bx`, 'x'],
  ['a title', `${ESC}]0;title${BELL}x`, 'x'],
  ['a link', `${ESC}]8;;https://example.com${BELL}x${ESC}]8;;${BELL}`, 'x'],
])('of a line with %s the text is shown, as Node has it', (_, line, shown) => {
  expect(asShown(line)).toBe(shown)
  expect(stripVTControlCharacters(line)).toBe(shown)
})

test.each([
  [
    'a link that ends as the standard has it',
    `${ESC}]8;;https://example.com${ESC}\\x${ESC}]8;;${ESC}\\`,
    'x',
  ],
  ['another string', `${ESC}Pq#0;2;0${ESC}\\x`, 'x'],
  ['a string that never ends', `a${ESC}]0;b`, 'a0;b'],
  ['a sequence that never ends', `a${ESC}[31`, 'a31'],
  ['escapes alone', `${ESC}${ESC}${ESC}`, ''],
  ['states of a bar', '\r  1%\r 50%\r100%\r\r', '100%'],
  ['a state behind colours', `\r 50%\r${ESC}[32m100%\r${ESC}[0m`, '100%'],
  ['nothing else', '\r\r', ''],
  ['nothing', '', ''],
])('of a line with %s, what a terminal would show', (_, line, shown) => {
  expect(asShown(line)).toBe(shown)
})
