import { defineConfig } from 'vitest/config'
import vue from '@vitejs/plugin-vue'

/** Unit and integration tests; `npm run vitest` runs them on Electron's own Node, where the native modules load. */
export default defineConfig({
  plugins: [vue()],
  test: {
    pool: 'forks',
    // As many as there are cores: most integration tests wait for an instrument that takes its own time.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['electron/**/*.test.ts', 'renderer/**/*.test.ts', 'scripts/**/*.test.mjs'],
          // A process for each file takes five times as long; what these test keeps nothing between two of them.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'integration', include: ['test/{integration,golden,faults}/**/*.test.ts'] },
      },
    ],
  },
})
