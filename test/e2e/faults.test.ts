import type { ElectronApplication, Page } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { RunningApp } from '../support/launchApp'
import { addSubject, connection, expect, laser, test as base } from './stokes'

interface Emission {
  onUs: number
  offUs: number | null
  reason: string
  /** Clock of this computer. */
  at: string
}

interface Microscope {
  port: string
  process: ChildProcess
  emission: () => Emission[]
}

/** A virtual microscope that outlives the application, with its own log of when the laser was on. */
const test = base.extend<{ microscope: Microscope }>({
  microscope: async ({ dataFolder }, use) => {
    const log = join(dataFolder, 'laser.jsonl')
    const program = resolve(import.meta.dirname, '../../out/main/stokes.js')
    const simulator = spawn(process.env.STOKES_ELECTRON!, [program, 'simulate', '--laser-log', log], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface(simulator.stdout), 'line')) as [string]
    const { port } = JSON.parse(line) as { port: string }
    const emission = () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .split('\n')
            .filter(Boolean)
            .map((text) => JSON.parse(text) as Emission)
        : []
    await use({ port, process: simulator, emission })
    simulator.kill('SIGTERM')
  },
})

async function pidOf(
  app: ElectronApplication,
  process: 'Browser' | 'Tab' | 'Stokes instrument',
): Promise<number> {
  const pid = await app.evaluate(
    ({ app: electron }, wanted) =>
      electron.getAppMetrics().find(({ type, name }) => type === wanted || name === wanted)?.pid,
    process,
  )
  return pid!
}

async function exposeFor(window: Page): Promise<void> {
  await window.getByTestId('nav-system').click()
  await window.getByTestId('device').filter({ hasText: 'given at the start' }).getByTestId('connect').click()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  await window.getByTestId('nav-measure').click()
  await addSubject(window, 'P-100')
  await window.getByTestId('eyewear').check()
  await window.getByTestId('acquire').click()
  await expect(laser(window)).toHaveAttribute('data-state', 'emitting', { timeout: 10_000 })
}

for (const victim of ['Browser', 'Tab', 'Stokes instrument'] as const) {
  test(`${victim} killed while the laser emits: it is off within a second, and the frames are kept`, async ({
    start,
    microscope,
  }) => {
    const args = ['--no-virtual-microscope', '--port', microscope.port]
    const { app, window } = await start(args, { mayDie: true })
    await exposeFor(window)
    await expect(window.getByTestId('frames-recorded')).toContainText(/[2-9] of/, { timeout: 10_000 })

    const killed = Date.now()
    process.kill(await pidOf(app, victim), 'SIGKILL')
    await expect.poll(() => microscope.emission().at(-1)?.offUs ?? null, { timeout: 5000 }).not.toBeNull()
    const off = Date.parse(microscope.emission().at(-1)!.at)
    expect(off - killed).toBeLessThan(1000 + 250)

    await app.close().catch(() => undefined)
    const again = await start(args)
    await again.window.getByTestId('nav-cases').click()
    await again.window.getByTestId('case-row').click()
    await expect(again.window.getByTestId('acquisition')).toHaveCount(1)
    await expect(again.window.getByTestId('acquisition')).toContainText(/[1-9] frames? kept/)
  })
}

/** Ways in which nobody is in charge of the laser any more, although nothing died. */
const leavings: Record<string, (running: RunningApp) => unknown> = {
  'the window is closed': ({ app }) =>
    app.evaluate(({ BrowserWindow }) => {
      setTimeout(() => BrowserWindow.getAllWindows()[0]?.close())
    }),
  'the window is loaded again': ({ app }) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.reload()),
  'the computer goes to sleep': ({ app }) => app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend')),
  'the screen is locked': ({ app }) => app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen')),
  'the system ends the application': ({ app }) => app.process().kill('SIGTERM'),
  'Ctrl-C reaches the instrument process too': async ({ app }) => {
    const instrument = await pidOf(app, 'Stokes instrument')
    for (const pid of [app.process().pid!, instrument]) process.kill(pid, 'SIGINT')
  },
  'the window hangs, and the user presses Esc': async ({ app, window }) => {
    void window
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined)
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'Escape' })
    })
  },
}
for (const [leaving, leave] of Object.entries(leavings)) {
  test(`${leaving} while the laser emits: the host switches it off at once`, async ({
    start,
    microscope,
  }) => {
    const running = await start(['--no-virtual-microscope', '--port', microscope.port], { mayDie: true })
    // Playwright forgets the process when the application ends.
    const child = running.app.process()
    await exposeFor(running.window)
    const left = Date.now()
    await leave(running)
    await expect.poll(() => microscope.emission().at(-1)?.offUs ?? null).not.toBeNull()
    const { at, reason } = microscope.emission().at(-1)!
    expect(reason).toBe('alloff')
    expect(Date.parse(at) - left).toBeLessThan(1000)
    child.kill('SIGKILL')
  })
}

test('a window that crashes is opened again and says so; after five times in a minute the application ends', async ({
  start,
}) => {
  const { app, window } = await start([], { mayDie: true })
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  const crash = () =>
    app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer()
    })
  const crashAndLoad = () =>
    app.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      const loaded = new Promise<void>((resolve) => {
        webContents.once('did-finish-load', () => {
          resolve()
        })
      })
      webContents.forcefullyCrashRenderer()
      await loaded
    })
  const shown = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript('document.body.innerText'),
    )
  for (let times = 1; times <= 5; times++) await crashAndLoad()
  await expect.poll(shown).toContain("The window's process ended unexpectedly")
  const ended = once(app.process(), 'exit')
  await crash()
  await ended
})

test('an instrument process that ends again and again: the window says so', async ({ start }) => {
  const { app, window } = await start([], { mayDie: true })
  let last = 0
  for (let times = 1; times <= 6; times++) {
    const ended = last
    await expect.poll(() => pidOf(app, 'Stokes instrument')).not.toBe(ended)
    await expect(connection(window)).toHaveAttribute('data-state', 'idle')
    last = await pidOf(app, 'Stokes instrument')
    process.kill(last, 'SIGKILL')
    await expect(connection(window)).not.toHaveAttribute('data-state', 'idle')
  }
  await expect(window.getByText('It ends again and again').first()).toBeVisible()
})

test('a cable that is pulled in the middle of an exposure: said so, and usable again', async ({
  start,
  microscope,
}) => {
  const { window } = await start(['--port', microscope.port])
  await exposeFor(window)
  microscope.process.kill('SIGKILL')
  await expect(connection(window)).toHaveAttribute('data-state', 'error')
  await expect(window.getByTestId('toast-problem').first()).toBeVisible()

  await window.getByTestId('nav-system').click()
  await window.getByTestId('device').filter({ hasText: 'Virtual microscope' }).getByTestId('connect').click()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  await window.getByTestId('nav-measure').click()
  await window.getByTestId('acquire').click()
  await expect(window.getByTestId('answer')).toBeVisible({ timeout: 30_000 })
})
