import { gzipSync } from 'node:zlib'

type Member = readonly [name: string, text: string, type?: string]

/** An archive as `helm package` makes one: gzip of a POSIX tar. */
export const packed = (members: readonly Member[]): Uint8Array =>
  gzipSync(Buffer.concat([...members.flatMap(blocksOf), Buffer.alloc(1024)]))

function blocksOf([name, text, type = '0']: Member): readonly Buffer[] {
  const long = name.length > 100 ? [header('././@LongLink', name.length + 1, 'L'), padded(`${name}\0`)] : []
  return [...long, header(name.slice(0, 100), Buffer.byteLength(text), type), padded(text)]
}

function header(name: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write(type, 156)
  block.write('ustar\0', 257)
  return block
}

const padded = (text: string): Buffer => {
  const content = Buffer.from(text)
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}
