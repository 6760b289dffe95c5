import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchApp, type RunningApp } from '../support/launchApp'

interface Stokes {
  /** A folder of this test's own, kept over its restarts. */
  dataFolder: string
  /**
   * Starts the application; the test fails if its window logged an error, or died although it may not. Ended with the
   * test at the latest.
   */
  start: (args?: readonly string[], options?: { mayDie?: boolean }) => Promise<RunningApp>
}

export const test = base.extend<Stokes>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'stokes-e2e-'))
    await use(folder)
    // A process of the browser may still write its profile when the application has ended.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  },
  start: async ({ dataFolder }, use) => {
    const started: RunningApp[] = []
    const watched: RunningApp[] = []
    await use(async (args = [], { mayDie = false } = {}) => {
      const running = await launchApp(dataFolder, args)
      started.push(running)
      if (!mayDie) watched.push(running)
      return running
    })
    for (const { app } of started) await app.close().catch(() => undefined)
    expect(watched.flatMap(({ errors }) => errors)).toEqual([])
  },
})

export { expect }

export const connection = (window: Page): Locator => window.getByTestId('connection-state')
export const laser = (window: Page): Locator => window.getByTestId('laser-state')

/** An operator, a patient and a lesion, each by its dialog. */
export async function addSubject(window: Page, pseudonym: string): Promise<void> {
  await window.getByTestId('operator-add').click()
  await window.getByTestId('operator-name').fill('R. Curie')
  await window.getByTestId('operator-save').click()
  await window.getByTestId('patient-add').click()
  await window.getByTestId('patient-pseudonym').fill(pseudonym)
  await window.getByTestId('patient-save').click()
  await window.getByTestId('lesion-site-arm').click()
  await window.getByTestId('lesion-description').fill('left forearm')
  await window.getByTestId('lesion-save').click()
  await expect(window.getByTestId('lesion-dialog')).toBeHidden()
}
