import { NO_SHARED_DATA, sharedData } from '../support/sharedData'
import { addSubject, connection, expect, laser, test } from './stokes'

const REAL_SKIN = sharedData('invivo-skin-785', 'skin', 'skin1_600_785_nm_30_s_1_2024_12_09_13_41_06_01.txt')

test('step by step: who, eyewear, acquire; then a note and a diagnosis', async ({ start }) => {
  const { window } = await start()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  await expect(window.getByTestId('acquire')).toBeDisabled()
  await addSubject(window, 'P-017')
  await expect(window.getByTestId('acquire')).toBeDisabled()
  await window.getByTestId('eyewear').check()
  await window.getByTestId('acquire').click()
  await expect(window.getByTestId('acquisition-progress')).toBeVisible()
  await expect(window.getByTestId('answer')).toBeVisible({ timeout: 30_000 })

  await window.getByTestId('nav-cases').click()
  await window.getByTestId('case-row').click()
  await window.getByTestId('check-map').click()
  await expect(window.getByTestId('map-trust')).toContainText('rank correlation', { timeout: 30_000 })
  await window.getByTestId('add-note').click()
  await window.getByTestId('note-text').fill('Border irregular, seen again in March.')
  await window.getByTestId('note-save').click()
  await expect(window.getByTestId('history-note')).toContainText('Border irregular')
  await window.getByTestId('add-diagnosis').click()
  await window.getByTestId('diagnosis-class-naevus').click()
  await window.getByTestId('diagnosis-save').click()
  await expect(window.getByTestId('history-diagnosis')).toHaveCount(1)
})

test('cancelling keeps the frames and switches the laser off', async ({ start }) => {
  const { window } = await start()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  await addSubject(window, 'P-018')
  await window.getByTestId('eyewear').check()
  await window.getByTestId('acquire').click()
  await expect(laser(window)).toHaveAttribute('data-state', 'emitting', { timeout: 10_000 })
  await window.getByTestId('cancel-acquisition').click()
  await expect(laser(window)).toHaveAttribute('data-state', 'off')
  await expect(window.getByTestId('acquire')).toBeEnabled()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')

  // The dark frame comes first: what is still on the chart was exposed with the laser on, and is not what is recorded now.
  await window.getByTestId('acquire').click()
  await expect(window.getByTestId('acquisition-progress')).toHaveAttribute('data-phase', 'dark')
  await expect(window.getByTestId('spectrum-title')).toContainText('Last frame', { timeout: 500 })
  await window.getByTestId('cancel-acquisition').click()
  await expect(window.getByTestId('acquire')).toBeEnabled()
})

test('Esc stops the laser of the live view, also from within a dialog', async ({ start }) => {
  const { window } = await start()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  await addSubject(window, 'P-019')
  await window.getByTestId('eyewear').check()
  await window.getByTestId('live-laser-on').click()
  const toggle = window.getByTestId('live-toggle')
  if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.click()
  await expect(laser(window)).toHaveAttribute('data-state', 'emitting', { timeout: 10_000 })
  await window.getByTestId('operator-add').click()
  await window.getByTestId('operator-name').press('Escape')
  await expect(laser(window)).toHaveAttribute('data-state', 'off')
})

test('the instrument process killed in a measurement: laser off, said so, usable again', async ({
  start,
}) => {
  const { app, window } = await start()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  await addSubject(window, 'P-020')
  await window.getByTestId('eyewear').check()
  await window.getByTestId('acquire').click()
  await expect(laser(window)).toHaveAttribute('data-state', 'emitting', { timeout: 10_000 })
  const pid = await app.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Stokes instrument')?.pid,
  )
  process.kill(pid!, 'SIGKILL')
  await expect(
    window.getByTestId('notice-list').or(window.getByTestId('toast-problem')).first(),
  ).toBeVisible()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle', { timeout: 20_000 })
  await expect(laser(window)).toHaveAttribute('data-state', 'off')
  await window.getByTestId('acquire').click()
  await expect(window.getByTestId('answer')).toBeVisible({ timeout: 30_000 })
})

test('a real spectrum is a demonstration: no class and no probability', async ({ start }) => {
  test.skip(REAL_SKIN === null, NO_SHARED_DATA)
  const { app, window } = await start()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] })
  }, REAL_SKIN!)
  await window.getByTestId('nav-system').click()
  await window.getByTestId('replay').click()
  await expect(window.getByTestId('device-facts')).toContainText(/recorded|replay/i)
  await window.getByTestId('nav-measure').click()
  await addSubject(window, 'P-021')
  await window.getByTestId('acquire').click()
  await expect(window.getByTestId('demonstration-notice')).toBeVisible({ timeout: 60_000 })
  await expect(window.getByTestId('probability')).toHaveCount(0)
  await expect(window.getByTestId('band').first()).toBeVisible()
})
