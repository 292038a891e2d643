import { LARGEST_FILE } from '../names/text.ts'

const MEBIBYTE = 1024 * 1024

/**
 * What is read of a config repository at most. Whoever can write to it could else fill the memory or the disk of a
 * runner with a few kilobytes: both files and trees compress, and a tree may hold itself a million times.
 */
export const LIMITS = {
  /** One file that is looked into. */
  file: LARGEST_FILE,
  /** One folder: some 200,000 entries. */
  folder: 8 * MEBIBYTE,
  /** All that is kept of one tip. */
  read: 256 * MEBIBYTE,
  /** The paths of all files: a million. */
  paths: 64 * MEBIBYTE,
  /** One file that is written for rendering, all of them, and how many. */
  written: 32 * MEBIBYTE,
  writtenInAll: 256 * MEBIBYTE,
  writtenFiles: 100_000,
} as const

/** For a message. */
export const inMebibytes = (bytes: number): string => `${Math.ceil(bytes / MEBIBYTE)} MiB`
