import { describe, expect, test } from 'vitest'
import { builtins } from '../../scripts/build/builtins.ts'

const taken = (name: string) => `/* @__PURE__ */ process.getBuiltinModule("${name}")`

describe('a module of Node that a chunk imports', () => {
  test.each([
    ['import * as http from "node:http";', `const http = ${taken('node:http')};`],
    ['import https from "node:https";', `const https = ${taken('node:https')};`],
    [
      'import { join, sep as sep$1 } from "node:path";',
      `const { join, sep: sep$1 } = ${taken('node:path')};`,
    ],
    [
      'import fs$1, { constants } from "fs";',
      `const fs$1 = ${taken('fs')};\nconst { constants } = ${taken('fs')};`,
    ],
    [
      'const { request } = await import("node:http");',
      `const { request } = await Promise.resolve(${taken('node:http')});`,
    ],
  ])('is taken without a namespace: %s', (printed, expected) => {
    expect(builtins.renderChunk(`${printed}\nuse();\n`)).toBe(`${expected}\nuse();\n`)
  })

  test.each([
    'import "node:http";',
    'import { default as http } from "node:http";',
    'import pkg from "a/package";',
  ])('stops the build where it is imported in another way, or is none: %s', (printed) => {
    expect(() => builtins.renderChunk(`use();\n${printed}\n`)).toThrow(printed)
  })

  test('is no chunk, and no text that only looks like an import', () => {
    const code =
      'import { a as b } from "./index.js";\nconst text = `\nimport x from \'node:fs\'\n`;\nimport("./aws.js");\n'
    expect(builtins.renderChunk(code)).toBe(code)
  })
})
