/** PATH_MAX and NAME_MAX of Linux: no checkout holds what is longer. */
const LONGEST_PATH = 4096
const LONGEST_NAME = 255

/**
 * Whether a path is none that anybody could check out, though a tree may name it. A pattern with several stars takes
 * far longer for a name of twice the length, so such a path is not even compared.
 */
export function isTooLong(path: string): boolean {
  return path.length > LONGEST_PATH || path.split('/').some((name) => name.length > LONGEST_NAME)
}
