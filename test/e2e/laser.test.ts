import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { addSubject, connection, expect, laser, test } from './stokes'

test('the dose of a lesion is metered, and a measurement that would pass it is refused', async ({
  start,
}) => {
  const { window } = await start()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle', { timeout: 20_000 })
  await expect(window.getByTestId('watchdog')).toHaveAttribute('data-watchdog', 'firmware')
  await expect(window.getByTestId('laser-off-at')).toContainText(/off \d\d:\d\d:\d\d/)
  await addSubject(window, 'P-030')
  await expect(window.getByTestId('dose-averaged')).toHaveText('none yet')
  await expect(window.getByTestId('dose-left')).toContainText('no limit')
  await expect(window.getByTestId('dose-caution')).toContainText('not measured at the sample')

  await window.getByTestId('open-dose').click()
  await window.getByTestId('policy-share').getByRole('spinbutton').fill('60')
  await window.getByTestId('policy-share').getByRole('spinbutton').press('Enter')
  await window.getByTestId('policy-save').click()
  await window.getByTestId('reading-save').click()
  await expect(window.getByTestId('power-text')).toContainText('Read at the sample today')
  await window.getByTestId('dose-done').click()
  await expect(window.getByTestId('dose-caution')).toHaveCount(0)

  await window.getByTestId('eyewear').check()
  await window.getByTestId('acquire').click()
  await expect(laser(window)).toHaveAttribute('data-state', 'emitting', { timeout: 10_000 })
  await expect(window.getByTestId('answer')).toBeVisible({ timeout: 30_000 })
  await expect(window.getByTestId('dose-meter')).toHaveAttribute('data-level', /high|full/)
  await window.getByTestId('acquire').click()
  await expect(window.getByTestId('acquisition-failure')).toContainText('exposure limit of this site')
  await expect(laser(window)).toHaveAttribute('data-state', 'off')
})

test('the integration time is found by trial frames', async ({ start }) => {
  const { window } = await start()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle', { timeout: 20_000 })
  await window.getByTestId('edit-exposure').click()
  await expect(window.getByTestId('auto-exposure')).toBeDisabled()
  await window.getByTestId('exposure-done').click()
  await addSubject(window, 'P-031')
  await window.getByTestId('eyewear').check()
  await window.getByTestId('edit-exposure').click()
  await window.getByTestId('auto-exposure').click()
  await expect(window.getByTestId('auto-exposure-result')).toContainText(/fill the detector by 6\d/, {
    timeout: 30_000,
  })
  await window.getByTestId('exposure-done').click()
  await expect(window.getByTestId('dose-averaged')).toContainText('J/cm²')
})

test('a cable that is pulled and plugged in again: the same instrument is used again, and does not fire', async ({
  start,
  dataFolder,
}) => {
  const cable = join(dataFolder, 'cable')
  const program = resolve(import.meta.dirname, '../../out/main/stokes.js')
  const plugIn = async (): Promise<ChildProcess> => {
    const simulator = spawn(
      process.env.STOKES_ELECTRON!,
      [program, 'simulate', '--seed', '7', '--link', cable],
      {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    await once(simulator.stdout, 'data')
    return simulator
  }
  const first = await plugIn()
  const { window } = await start(['--no-virtual-microscope', '--port', cable])
  await window.getByTestId('nav-system').click()
  await window.getByTestId('device').filter({ hasText: 'given at the start' }).getByTestId('connect').click()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')

  first.kill('SIGKILL')
  await rm(cable, { force: true })
  await expect(connection(window)).toContainText('Waiting for VM00000007')
  await expect(laser(window)).toHaveAttribute('data-state', 'unknown')
  await expect(window.getByTestId('awaited')).toBeVisible()
  await expect(window.getByTestId('device').filter({ hasText: 'given at the start' })).toHaveCount(0)

  const second = await plugIn()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle', { timeout: 15_000 })
  await expect(laser(window)).toHaveAttribute('data-state', 'off')
  second.kill('SIGTERM')
})
