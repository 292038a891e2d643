import { expect, test } from 'vitest'
import { obstacleTo } from '../../../../src/config-repository/api/obstacle.ts'

const files = (count: number, text = 'a') =>
  new Map(Array.from({ length: count }, (_, index) => [`f${index}`, text]))
const PLAIN = () => 0o100644

test.each([
  [50, 'a', undefined],
  [51, 'a', 'it changes 51 files'],
  [1, 'a'.repeat(1024 * 1024), undefined],
  [1, 'ü'.repeat(512 * 1024 + 1), 'it has 2 MiB'],
])('%i files of such a size', (count, text, why) => {
  const found = obstacleTo({ files: files(count, text) }, PLAIN)
  if (why === undefined) expect(found).toBeUndefined()
  else expect(found?.why).toContain(why)
})

test.each([
  [0o100755, '100755'],
  [0o100664, '100664'],
  [0o120000, '120000'],
  [undefined, 'of another kind'],
])('a file of the mode %s is named with it', (mode, shown) => {
  expect(obstacleTo({ files: files(1) }, () => mode)?.why).toContain(`f0 has the mode ${shown}`)
})
