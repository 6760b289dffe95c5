import { defineConfig } from '@playwright/test'

/** End-to-end tests in a real Electron window; `npm run e2e` builds first and finds the runtime and the display. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
})
