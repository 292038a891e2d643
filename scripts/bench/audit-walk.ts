/** `node audit-walk.ts FOLDER`: walks and reads all that an audit does, and nothing more: what disk and Node cost alone. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = '.'] = process.argv.slice(2)
const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
const characters = entries
  .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
  .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8').length)
  .reduce((sum, length) => sum + length, 0)
console.log(`${characters} characters`)
