import { isBuiltin } from 'node:module'
import type { Plugin } from 'rolldown'

/** An import as the bundler prints it: a name for all of it, names for parts of it, or both. */
const IMPORT = /^import (?:(?:\* as )?([\w$]+))?(?:, )?(?:\{ (.+) \})? ?from "([\w:/]+)";$/gm
const LAZY = /\bimport\("(node:[\w/]+)"\)/g
const LEFT = /^import [^"]*"[\w:/]+";$/m

/**
 * Takes modules of Node from `process.getBuiltinModule`. For an `import` Node makes a namespace, and reads every getter
 * of the module for it: that of `node:http` for WebSocket loads all of undici (measured in docs/adr/0017).
 */
export const builtins = {
  name: 'builtins',
  renderChunk(code: string): string {
    const taken = code
      .replace(IMPORT, (all, whole?: string, parts?: string, from = '') =>
        isBuiltin(from) && !parts?.includes('default as ') ? declarationsOf(from, whole, parts) : all,
      )
      .replace(LAZY, (_, from: string) => `Promise.resolve(${moduleOf(from)})`)
    const left = LEFT.exec(taken)
    if (left) throw new Error(`not the form in which the bundler has printed imports so far: ${left[0]}`)
    return taken
  },
} satisfies Plugin

function declarationsOf(from: string, whole?: string, parts?: string): string {
  const names = [...(whole ? [whole] : []), ...(parts ? [`{ ${parts.replaceAll(' as ', ': ')} }`] : [])]
  return names.map((name) => `const ${name} = ${moduleOf(from)};`).join('\n')
}

// What nothing is taken from is then removed with its declaration.
const moduleOf = (name: string): string => `/* @__PURE__ */ process.getBuiltinModule("${name}")`
