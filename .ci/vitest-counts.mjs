// node .ci/vitest-counts.mjs FILE: prints "PASSED FAILED SKIPPED" of a vitest JSON report.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
// A test file that cannot even be loaded has failed without any failed test in it.
const brokenFiles = report.testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
)
const failed = report.numFailedTests + brokenFiles.length
const skipped = report.numPendingTests + report.numTodoTests
process.stdout.write(`${report.numPassedTests} ${failed} ${skipped}\n`)
