import { existsSync, readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

// The older of the two runtimes, so that one build runs on both: the fallback of scripts/setup, and what ships.
const NODE_TARGET = 'node20.18'
const CHROME_TARGET = 'chrome130'

// What `stokes bench` is measured against: loaded where it is installed, and no part of the application.
const PEERS = ['discrete-wavelets', 'ml-airpls', 'ml-savitzky-golay', 'ml-spectra-processing']

// Optional parts are loaded where they are installed, and never bundled.
const OPTIONAL = ['usb']

const WORKERS = 'electron/instrument/workers'

/** Every program of Stokes that runs in Node, by the name of its file in out/main. */
const programs = {
  index: 'electron/main/index.ts',
  instrument: 'electron/instrument/index.ts',
  simulator: 'electron/simulator/index.ts',
  trainer: 'electron/trainer/index.ts',
  stokes: 'electron/cli/stokes.ts',
  ...workers(),
}

function workers(): Record<string, string> {
  const files = existsSync(WORKERS) ? readdirSync(WORKERS) : []
  const entries = files.filter((file) => file.endsWith('Worker.ts'))
  return Object.fromEntries(entries.map((file) => [parse(file).name, join(WORKERS, file)]))
}

export default defineConfig({
  main: {
    build: {
      target: NODE_TARGET,
      minify: false,
      sourcemap: true,
      reportCompressedSize: false,
      externalizeDeps: { include: [...PEERS, ...OPTIONAL] },
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file))),
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Beside the programs: `./fooWorker.js` means the same from whichever chunk a module lands in.
          chunkFileNames: 'shared-[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      minify: false,
      reportCompressedSize: false,
      // A sandboxed preload is one CommonJS file and can load no package.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'electron/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [vue()],
    build: {
      target: CHROME_TARGET,
      // The window opens sooner.
      minify: true,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4000,
      // The policy of the window allows no data: address for a font.
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'renderer/index.html' },
    },
  },
})
