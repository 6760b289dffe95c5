import type { Page } from '@playwright/test'
import { SpectrumChart } from './pages/spectrumChart'
import { expect, laser, test } from './stokes'

async function measureSimulated(window: Page): Promise<void> {
  await window.getByTestId('start-demonstration').click()
  await expect(window.getByTestId('prediction')).toBeVisible({ timeout: 30_000 })
}

test('the cursor reads the spectrum and names a peak; zoom in and out again', async ({ start }) => {
  const { window } = await start()
  await measureSimulated(window)
  const chart = new SpectrumChart(window)
  await expect(chart.title).toHaveAttribute('data-shown', 'answer')

  await chart.pointAtWavenumber(1003)
  expect(Math.abs((await chart.wavenumber()) - 1003)).toBeLessThan(4)
  await expect(chart.peakName).toContainText('phenylalanine')
  await expect(window.getByTestId('readout-raw')).toContainText('counts')
  await expect(window.getByTestId('readout-processed')).toBeVisible()

  await expect(window.getByTestId('zoom-reset')).toBeDisabled()
  await chart.wheel(8)
  await expect(window.getByTestId('zoom-reset')).toBeEnabled()
  await chart.pointAt(0.15)
  const zoomed = await chart.wavenumber()
  await chart.showEverything()
  await expect(window.getByTestId('zoom-reset')).toBeDisabled()
  await chart.pointAt(0.16)
  expect(await chart.wavenumber()).toBeLessThan(zoomed)

  await chart.plot.press('+')
  await expect(window.getByTestId('zoom-reset')).toBeEnabled()
  await chart.plot.press('0')
  await chart.choose('raw')
  await chart.pointAt(0.5)
  await expect(window.getByTestId('readout-raw')).toBeVisible()
})

test('a band opens to its candidates with their sources', async ({ start }) => {
  const { window } = await start()
  await measureSimulated(window)
  await window
    .getByTestId('band')
    .filter({ hasNotText: 'No molecule confirmed' })
    .first()
    .getByTestId('band-toggle')
    .click()
  await expect(window.getByTestId('band-details')).toContainText('logit')
  await expect(window.getByTestId('candidate').first()).toContainText('10.')
  await window.getByTestId('model-figures').click()
  await expect(window.getByTestId('model-facts')).toContainText(/simulated patients/i)
  await expect(window.getByTestId('model-facts')).toContainText('Upper bound')
})

test('STOP LASER can be reached while a dialog is open', async ({ start }) => {
  const { window } = await start()
  await measureSimulated(window)
  await window.getByTestId('live-laser-on').click()
  await window.getByTestId('live-toggle').click()
  await expect(laser(window)).toHaveAttribute('data-state', 'emitting', { timeout: 10_000 })
  await window.getByTestId('patient-add').click()
  await expect(window.getByTestId('patient-dialog')).toBeVisible()
  await window.getByTestId('stop-laser').click()
  await expect(laser(window)).toHaveAttribute('data-state', 'off')
})

test('the laser of the live view goes off when nobody looks any more', async ({ start }) => {
  const { window } = await start()
  await measureSimulated(window)
  await window.getByTestId('live-laser-on').click()
  await window.getByTestId('live-toggle').click()
  await expect(laser(window)).toHaveAttribute('data-state', 'emitting', { timeout: 10_000 })
  await window.getByTestId('nav-cases').click()
  await expect(laser(window)).toHaveAttribute('data-state', 'off')
})

test('light and dark, wide and narrow: nothing is cut off, nothing scrolls sideways', async ({ start }) => {
  const { app, window } = await start()
  await expect(window.getByTestId('start-demonstration')).toBeVisible()
  const isDark = () => window.evaluate(() => document.documentElement.classList.contains('dark'))
  await window.getByTestId('theme-switch').click()
  expect(await isDark()).toBe(false)
  await window.getByTestId('theme-switch').click()
  expect(await isDark()).toBe(true)

  // Narrower than the window may be made: as narrow as a page enlarged by a quarter.
  for (const width of [640, 800, 1024, 1440]) {
    await app.evaluate(({ BrowserWindow }, to) => {
      const [stokes] = BrowserWindow.getAllWindows()
      stokes?.setMinimumSize(to, 600)
      stokes?.setContentSize(to, 720)
    }, width)
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width)
    for (const screen of ['cases', 'calibrate', 'system', 'measure']) {
      await window.getByTestId(`nav-${screen}`).click()
      await expect(window.getByTestId('stop-laser')).toBeInViewport({ ratio: 1 })
      const overflow = await window.evaluate(() => {
        const view = document.querySelector('main')!
        return Math.max(
          view.scrollWidth - view.clientWidth,
          document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
      })
      expect(overflow, `${screen} at ${width} px`).toBe(0)
    }
  }
})

test('an empty case log and a search without a hit say what to do next', async ({ start }) => {
  const { window } = await start()
  await window.getByTestId('nav-cases').click()
  await expect(window.getByTestId('go-measure')).toBeVisible()
  await window.getByTestId('case-search').fill('nobody')
  await window.getByTestId('clear-search').click()
  await window.getByTestId('go-measure').click()
  await expect(window.getByTestId('acquire')).toBeVisible()
})
