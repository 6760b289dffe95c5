import { defineConfig } from '@playwright/test'

/** Tests in a real Electron window; `npm run e2e` builds first and finds the runtime and the display. */
export default defineConfig({
  projects: [{ name: 'e2e', testDir: 'test/e2e', testMatch: '**/*.test.ts' }],
  outputDir: 'test-results',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'list',
})
