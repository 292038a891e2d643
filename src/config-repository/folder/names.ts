import { isTooLong } from '../../names/path.ts'

const OF_TOOLS = new Set(['.git', 'node_modules', '.terraform', '.terragrunt-cache', '.venv'])

/** Folders that tools keep in a checkout, and few commits have. */
export const isOfTools = (name: string): boolean => OF_TOOLS.has(name)

/** A path that no terminal can show, or that is no text: U+FFFD stands where one could not be read. */
export const isStrange = (path: string): boolean =>
  /[\p{Cc}\p{Zl}\p{Zp}\ufffd]/u.test(path) || isTooLong(path)
