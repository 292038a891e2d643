import { defineConfig } from 'vitest/config'

/** The tests of a level, without those in its folder `slow`. */
const level = (name: string, testTimeout: number) =>
  project(name, testTimeout, [`__tests__/${name}/**/*.test.ts`])

/** No settings of whoever runs the tests, or of their machine. */
const NO_GIT_CONFIG = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }

const project = (name: string, testTimeout: number, include: string[]) => ({
  test: {
    name,
    include,
    exclude: name === 'slow' ? [] : ['**/slow/**'],
    globalSetup: ['__tests__/support/global-setup.ts'],
    testTimeout,
    hookTimeout: testTimeout,
    // What runs git in this very process; others make the environment of what they start.
    env: name === 'integration' || name === 'slow' ? NO_GIT_CONFIG : {},
    // A test that returns early, or whose condition never holds, has shown nothing. Not for the layers with concurrent
    // tests, whose assertions vitest counts for whichever began last.
    expect: { requireAssertions: name === 'unit' },
  },
})

export default defineConfig({
  test: {
    // Much of the work is waiting, for time limits above all: as many files at once as there are cores.
    maxWorkers: '100%',
    // Failures alone are worth lines.
    reporters: ['dot'],
    // Only unit and integration: end-to-end tests run the bundle, in processes of their own.
    coverage: {
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json'],
      reportOnFailure: true,
      // The rooms whose branches are decisions, not conversation; scripts/coverage.ts names what is left.
      thresholds: {
        'src/doors/*/plan/**': { branches: 95 },
        'src/aws/session/**': { branches: 95 },
        'src/config-repository/**': { branches: 95 },
        'src/edit/**': { branches: 95 },
        'src/gitops/**': { branches: 95 },
        'src/render/**': { branches: 95 },
      },
    },
    projects: [
      level('unit', 20_000),
      level('integration', 60_000),
      level('e2e', 120_000),
      // Outages, races, limits and attacks that take their time: for .ci/run, not for everybody's `npm test`.
      project('slow', 120_000, ['__tests__/*/slow/**/*.test.ts']),
      // Real parts under real names: only where .ci/rig/run.sh has put them up.
      ...(process.env.ECR_RIG ? [level('rig', 180_000)] : []),
    ],
  },
})
