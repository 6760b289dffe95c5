import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfChanged } from './launch/build.mjs'
import { runInPlace } from './launch/child.mjs'
import { openDisplay } from './launch/display.mjs'
import { applicationEnvironment, electronSwitches } from './launch/environment.mjs'
import { script } from './launch/script.mjs'
import { root, stateDir } from './setup/project.mjs'
import { describeElectron, setUp } from './setup.mjs'

const screenshot = join(stateDir, 'screenshot.png')

// Stokes on the virtual microscope, in a window; on a virtual display where there is none.
await script(async () => {
  const runtime = await setUp()
  await buildIfChanged(runtime, console.log)
  console.log(`Stokes starts on ${describeElectron(runtime.electron)}. Ctrl-C ends it.`)
  const display = await openDisplay()
  const args = [...electronSwitches(), root, ...process.argv.slice(2)]
  const env = { ...applicationEnvironment(runtime), ...display.env }
  if (display.isVirtual) {
    // Chromium complains at length about services that a machine without a desktop does not run.
    args.push('--demonstration', '--log-level=3')
    env['STOKES_SCREENSHOT'] = screenshot
    announceScreenshot()
  }
  try {
    return await runInPlace(runtime.electron.path, args, { env })
  } finally {
    display.end()
  }
})

function announceScreenshot() {
  console.log('This machine has no display: Stokes runs on a virtual one, and shows what it does by itself.')
  mkdirSync(stateDir, { recursive: true })
  rmSync(screenshot, { force: true })
  const timer = setInterval(() => {
    if (!existsSync(screenshot)) return
    clearInterval(timer)
    console.log(`A picture of its window, renewed every few seconds: ${screenshot}`)
  }, 500)
  timer.unref()
}
