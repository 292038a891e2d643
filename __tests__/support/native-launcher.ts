import { arch } from 'node:process'

/**
 * A program that the kernel runs itself, as docker and its plugins are, and that becomes the script of that path, with
 * the arguments and the environment that it got: an ELF file (elf(5)) of one segment with a few instructions of x86-64.
 */
export function nativeLauncher(script: string): Buffer {
  if (arch !== 'x64') throw new Error(`a launcher is written for x64, and this machine is ${arch}`)
  const code = Buffer.concat([BECOME, relative(BECOME.length + 4 + SYSTEM_CALLS.length), SYSTEM_CALLS])
  const program = Buffer.concat([code, Buffer.from(`${script}\0`)])
  return Buffer.concat([fileHeader(), segmentHeader(HEADERS + program.length), program])
}

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')

/** mov rax,[rsp]; lea rsi,[rsp+8]; lea rdx,[rsp+rax*8+16]; lea rdi,[rip+...]: argc, argv, envp and the path. */
const BECOME = bytes('488b0424 488d742408 488d54c410 488d3d')
/** execve(path, argv, envp); where that fails, exit(126). */
const SYSTEM_CALLS = bytes('b83b000000 0f05 bf7e000000 b83c000000 0f05')

/** How far the path is from the instruction that names it. */
function relative(end: number): Buffer {
  const distance = Buffer.alloc(4)
  distance.writeInt32LE(end - BECOME.length - 4)
  return distance
}

const [FILE_HEADER, SEGMENT_HEADER] = [64, 56]
const HEADERS = FILE_HEADER + SEGMENT_HEADER
const ADDRESS = 0x400000n

function fileHeader(): Buffer {
  const header = Buffer.alloc(FILE_HEADER)
  // 64 bits, little endian; an executable for x86-64.
  bytes('7f454c46 020101').copy(header)
  header.writeUInt16LE(2, 16)
  header.writeUInt16LE(62, 18)
  header.writeUInt32LE(1, 20)
  header.writeBigUInt64LE(ADDRESS + BigInt(HEADERS), 24)
  header.writeBigUInt64LE(BigInt(FILE_HEADER), 32)
  header.writeUInt16LE(FILE_HEADER, 52)
  header.writeUInt16LE(SEGMENT_HEADER, 54)
  header.writeUInt16LE(1, 56)
  return header
}

/** The whole file, to be read and run. */
function segmentHeader(size: number): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER)
  header.writeUInt32LE(1, 0)
  header.writeUInt32LE(5, 4)
  header.writeBigUInt64LE(ADDRESS, 16)
  header.writeBigUInt64LE(ADDRESS, 24)
  header.writeBigUInt64LE(BigInt(size), 32)
  header.writeBigUInt64LE(BigInt(size), 40)
  header.writeBigUInt64LE(0x1000n, 48)
  return header
}
