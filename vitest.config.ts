import { defineConfig } from 'vitest/config'
import vue from '@vitejs/plugin-vue'

/** Unit and integration tests; `npm run vitest` runs them on Electron's own Node, where the native modules load. */
export default defineConfig({
  plugins: [vue()],
  test: {
    include: [
      'electron/**/*.test.ts',
      'renderer/**/*.test.ts',
      'scripts/**/*.test.mjs',
      'test/{integration,golden,faults}/**/*.test.ts',
    ],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    passWithNoTests: true,
  },
})
