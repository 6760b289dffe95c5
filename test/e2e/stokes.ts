import { test as base, expect } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchApp, type RunningApp } from '../support/launchApp'

interface Stokes {
  /** A folder of this test's own, kept over its restarts. */
  dataFolder: string
  /** Starts the application; the test fails if its window logged an error. Ended with the test at the latest. */
  start: (args?: readonly string[]) => Promise<RunningApp>
}

export const test = base.extend<Stokes>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'stokes-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  start: async ({ dataFolder }, use) => {
    const started: RunningApp[] = []
    await use(async (args = []) => {
      const running = await launchApp(dataFolder, args)
      started.push(running)
      return running
    })
    for (const { app } of started) await app.close().catch(() => undefined)
    expect(started.flatMap(({ errors }) => errors)).toEqual([])
  },
})

export { expect }
