import { availableParallelism } from 'node:os'
import { currentRoom, reportFile } from './rooms.ts'

const { name, sources } = currentRoom()

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutate/vitest.config.ts' },
  // There is none of that name: Stryker would rewrite it with an API that TypeScript 7 does not have.
  tsconfigFile: 'none',
  mutate: sources,
  concurrency: availableParallelism(),
  // Only an endless loop takes so long, on a busy machine too.
  timeoutMS: 30_000,
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: reportFile(name) },
  tempDirName: 'coverage/mutate',
  ignorePatterns: ['coverage', 'lib'],
}
