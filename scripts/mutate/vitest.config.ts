import { defineConfig } from 'vitest/config'
import { currentRoom } from './rooms.ts'

/** A room's own tests alone: what another test would notice by chance, nobody has promised. */
export default defineConfig({
  test: {
    include: currentRoom().tests.map((glob) => `__tests__/unit/${glob}.test.ts`),
    globalSetup: ['__tests__/support/global-setup.ts'],
    testTimeout: 20_000,
  },
})
