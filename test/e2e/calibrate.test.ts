import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CalibrateScreen } from './pages/calibrateScreen'
import { connection, expect, laser, test } from './stokes'

test.describe('the technician', () => {
  test('runs the daily check to a valid passport, finds it again, and saves it', async ({
    start,
    dataFolder,
  }) => {
    test.setTimeout(180_000)
    const { app, window } = await start()
    await expect(connection(window)).toHaveAttribute('data-state', 'idle')
    const screen = new CalibrateScreen(window)
    await screen.open()
    await expect(screen.readiness).toHaveAttribute('data-verdict', 'notReady')
    await expect(window.getByTestId('check-start')).toBeDisabled()
    await screen.addOperator('T. Young')

    await screen.startCheck()
    await window.getByTestId('check-cancel').click()
    await expect(screen.run).toHaveCount(0)
    await expect(connection(window)).toHaveAttribute('data-state', 'idle')

    await screen.startCheck()
    await expect(screen.step('neon')).toHaveAttribute('data-state', 'good', { timeout: 60_000 })
    await expect(screen.verdict).toHaveAttribute('data-verdict', 'pass', { timeout: 100_000 })
    await expect(laser(window)).toHaveAttribute('data-state', 'off')
    await screen.step('neon').click()
    await expect(window.getByTestId('step-outcome')).toContainText('Residual of the lines')
    await window.getByTestId('check-close').click()

    await expect(screen.readiness).toHaveAttribute('data-verdict', 'ready')
    await expect(screen.row('Laser wavelength')).toHaveAttribute('data-tone', 'good')
    await screen.openPart('passports')
    await expect(window.getByTestId('trend')).not.toHaveCount(0)
    await window.getByTestId('passport-row').click()
    await expect(window.getByTestId('passport')).toHaveAttribute('data-verdict', 'pass')
    await expect(window.getByTestId('line-table')).toBeVisible()

    const saved = (name: string) => join(dataFolder, name)
    const saveAs = (name: string) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      }, saved(name))
    await saveAs('passport.pdf')
    await window.getByTestId('passport-pdf').click()
    await expect.poll(() => existsSync(saved('passport.pdf')), { timeout: 20_000 }).toBe(true)
    expect(readFileSync(saved('passport.pdf')).toString('latin1', 0, 5)).toBe('%PDF-')

    await saveAs('log.txt')
    await screen.openPart('instrument')
    await expect(window.getByTestId('device-log')).toContainText('connecting -> idle')
    await window.getByTestId('save-log').click()
    await expect.poll(() => existsSync(saved('log.txt'))).toBe(true)
    const log = readFileSync(saved('log.txt'), 'utf8')
    expect(log).toContain('firing')
    expect(log).not.toContain('T. Young')
  })

  test('learns to recognise a fault of the virtual microscope, which is taken back', async ({ start }) => {
    const { window } = await start()
    await expect(connection(window)).toHaveAttribute('data-state', 'idle')
    const screen = new CalibrateScreen(window)
    await screen.open()
    await screen.openPart('teaching')
    await window.getByTestId('lesson-saturation').click()
    await expect(window.getByTestId('lesson-gates')).toContainText(/saturat/i, { timeout: 30_000 })
    await expect(laser(window)).toHaveAttribute('data-state', 'off')

    await window.getByTestId('lesson-none').click()
    await expect(window.getByTestId('lesson-answer')).toContainText('Nothing is wrong', { timeout: 30_000 })
    await expect(window.getByTestId('lesson-gates')).toContainText('No gate refused it')

    await window.getByTestId('lesson-ask').click()
    await expect(window.getByTestId('lesson-measurement')).toContainText('what is it?', { timeout: 30_000 })
    await expect(window.getByTestId('lesson-answer')).toHaveCount(0)
    await window.getByTestId('lesson-motion').click()
    await expect(window.getByTestId('lesson-answer')).toBeVisible()
    await expect(window.getByTestId('lesson-score')).toContainText('of 1 right')
  })
})
