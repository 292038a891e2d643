import { defineConfig } from 'vitest/config'

const project = (name: string, testTimeout: number) => ({
  test: {
    name,
    include: [`__tests__/${name}/**/*.test.ts`],
    globalSetup: ['__tests__/support/global-setup.ts'],
    testTimeout,
    hookTimeout: testTimeout,
    // A test that returns early, or whose condition never holds, has shown nothing. Not for the layers with concurrent
    // tests, whose assertions vitest counts for whichever began last.
    expect: { requireAssertions: name === 'unit' },
  },
})

export default defineConfig({
  test: {
    // Much of the work is waiting, for time limits above all: as many files at once as there are cores.
    maxWorkers: '100%',
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
      project('unit', 20_000),
      project('integration', 60_000),
      project('e2e', 120_000),
      // Real parts under real names: only where .ci/rig/run.sh has put them up.
      ...(process.env.ECR_RIG ? [project('rig', 180_000)] : []),
    ],
  },
})
