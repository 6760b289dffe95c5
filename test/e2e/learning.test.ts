import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { writePatternTable } from '../support/patternTable'
import { LearningScreen } from './pages/learningScreen'
import { expect, test } from './stokes'

// What is trained has the lowest right to the processor.
test.describe.configure({ timeout: 120_000 })

const stokes = resolve(import.meta.dirname, '../../out/main/stokes.js')

test('a cohort is frozen, trained on and judged, and what is not better is refused with the figures', async ({
  start,
  dataFolder,
}) => {
  const path = join(dataFolder, 'cohort.csv')
  const command = ['cohort', '--patients', '150', '--seed', '3', '--out', path]
  await promisify(execFile)(process.env['STOKES_ELECTRON']!, [stokes, ...command], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  const { app, window } = await start()
  const learning = new LearningScreen(window)
  await learning.open()
  await expect(window.getByTestId('empty-state')).toContainText('stokes cohort')

  await learning.freeze(path, 'cohort of 150')
  await expect(learning.dataSet.getByTestId('origin-badge')).toContainText(/simulated/i)
  await expect(window.getByTestId('data-set-hash')).toHaveText(/^[0-9a-f]{64}$/)
  await expect(window.getByTestId('gaps')).toContainText('instrument')

  await learning.train('pca-lda', 'R. Franklin')
  await expect(window.getByTestId('verdict')).toContainText(/chance/i)
  const rows = window.getByTestId('table-2-row')
  await expect(rows).toHaveCount(3)
  await expect(rows.nth(1)).toContainText('Metadata only')
  await expect(rows.nth(2)).toContainText('Oracle, upper bound')
  await expect(rows.first().getByTestId('figure-auc')).toHaveText(/0\.\d{3}\s*0\.\d{3}–[01]\.\d{3}/)
  await window.getByTestId('run-part-curves').click()
  await expect(window.getByTestId('figure')).toHaveCount(5)
  await window.getByTestId('run-part-maps').click()
  await expect(window.getByTestId('run-maps').getByTestId('figure')).toHaveCount(2)
  await window.getByTestId('run-part-errors').click()
  await expect(window.getByTestId('error-title')).toContainText(/said .+, is .+/)
  await expect(window.getByTestId('map-class')).toContainText(/Benign .+%\s*Malignant .+%/)
  await window.getByTestId('check-map').click()
  await expect(window.getByTestId('map-trust')).toContainText('rank correlation', { timeout: 30_000 })

  const card = join(dataFolder, 'card.pdf')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, card)
  await window.getByTestId('save-card-pdf').click()
  await expect(window.getByText(`Saved as ${card}.`)).toBeVisible({ timeout: 15_000 })
  expect((await readFile(card)).subarray(0, 5).toString()).toBe('%PDF-')

  const verdict = await learning.judgePromotion()
  await expect(verdict).toContainText(/area under the curve/i)
  await expect(verdict.getByTestId('comparison')).toContainText('Sensitivity')
  await learning.reason.fill('It is ours.')
  await expect(learning.signButton).toBeDisabled()
})

test('what is better serves once somebody signs it, and is taken back with one click', async ({
  start,
  dataFolder,
}) => {
  const path = join(dataFolder, 'pattern.csv')
  writePatternTable(path, { patients: 160, seed: 3 })
  const { window } = await start()
  const serving = window.getByTestId('app-header')
  await expect(serving).toContainText('cnn5-simulated', { timeout: 20_000 })
  const learning = new LearningScreen(window)
  await learning.open()
  await learning.freeze(path, 'pattern')
  await learning.train('pca-lda', 'R. Franklin')
  await expect(window.getByTestId('verdict')).toHaveAttribute('data-distinguishable', 'true')

  const verdict = await learning.judgePromotion()
  await expect(verdict).toHaveAttribute('data-objections', '0')
  await learning.sign('It finds the band.')
  await expect(learning.model).toHaveAttribute('data-state', 'serving')
  await expect(learning.model).toContainText('Research')
  await expect(serving).toContainText('PCA-LDA')
  const history = window.getByTestId('model-history')
  await expect(history).toContainText('It finds the band.')
  await expect(history).toContainText('R. Franklin')

  await window.getByTestId('roll-back').click()
  await learning.sign('A trial.')
  await expect(learning.model).toHaveAttribute('data-state', 'retired')
  await expect(serving).toContainText('cnn5-simulated')
  await expect(history).toContainText('A trial.')
})
