/** A plain scalar that YAML 1.1 reads as a number, as Helm does; undefined for a text. */
export function numberOf(text: string): number | undefined {
  if (/^[-+]?(?:0|[1-9][\d_]*)$/.test(text)) return Number(text.replaceAll('_', ''))
  if (/^[-+]?0[0-7_]+$/.test(text)) return signed(text, (digits) => parseInt(digits, 8))
  if (/^[-+]?0x[\da-fA-F_]+$/.test(text)) return signed(text, (digits) => parseInt(digits.slice(2), 16))
  if (/^[-+]?0o[0-7_]+$/.test(text)) return signed(text, (digits) => parseInt(digits.slice(2), 8))
  if (/^[-+]?0b[01_]+$/.test(text)) return signed(text, (digits) => parseInt(digits.slice(2), 2))
  if (/^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?$/.test(text)) {
    return Number(text.replaceAll('_', ''))
  }
  return undefined
}

function signed(text: string, read: (digits: string) => number): number {
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '')
  return text.startsWith('-') ? -read(digits) : read(digits)
}

/** As Go writes a float of 64 bits with `%v`: by its exponent from a million on. */
export function goNumber(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (value === 0 || !Number.isFinite(value) || (power >= -4 && power < 6)) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
