import { expect, test } from './stokes'

test('a newcomer sees skin, an answer with its bands, and the case in the log, also after a restart', async ({
  start,
}) => {
  const first = await start()
  const { window } = first
  await expect(window.getByTestId('connection-state')).toHaveAttribute('data-state', 'idle')
  await expect(window.getByTestId('research-only')).toBeVisible()

  await window.getByTestId('start-demonstration').click()
  await expect(window.getByTestId('laser-state')).toHaveAttribute('data-state', 'emitting', {
    timeout: 15_000,
  })
  await expect(window.getByTestId('spectrum-chart')).toBeVisible()
  await expect(window.getByTestId('prediction')).toBeVisible({ timeout: 30_000 })
  await expect(window.getByTestId('laser-state')).toHaveAttribute('data-state', 'off')

  await expect(window.getByTestId('probability')).toHaveText(/\d/)
  await expect(window.getByTestId('threshold')).toBeVisible()
  await expect(window.getByTestId('prediction-simulated')).toContainText(/simulated/i)
  const bands = window.getByTestId('band')
  await expect(bands.first()).toBeVisible()
  expect(await bands.count()).toBeLessThanOrEqual(10)
  const probability = await window.getByTestId('probability').textContent()
  await first.app.close()

  const { window: again } = await start()
  await again.getByTestId('nav-cases').click()
  await expect(again.getByTestId('case-row')).toHaveCount(1)
  await again.getByTestId('filter-cases').click()
  await again.getByTestId('filter-answers').getByText('No answer').click()
  await expect(again.getByTestId('case-row')).toHaveCount(0)
  await again.getByTestId('filter-chip').click()
  await expect(again.getByTestId('case-row')).toHaveCount(1)
  await again.getByTestId('filter-cases').click()
  await again.getByTestId('case-search').fill('SIM-0001')
  await again.getByTestId('case-row').click()
  await expect(again.getByTestId('case-title')).toContainText('SIM-0001')
  await expect(again.getByTestId('probability')).toHaveText(probability!)
  await expect(again.getByTestId('band').first()).toBeVisible()
  await again.getByTestId('recompute').click()
  await expect(again.getByTestId('recomputed')).toContainText('Same to the bit')
  await expect(again.getByTestId('difference')).toHaveCount(0)

  await again.getByTestId('open-overview').click()
  await again.getByTestId('open-reprocessing').click()
  await again.getByTestId('batch-new').click()
  await again.getByTestId('operator').locator('input').click()
  await again.getByTestId('operator-option').first().click()
  await again.getByTestId('batch-start').click()
  await expect(again.getByTestId('batch-header')).toHaveAttribute('data-state', 'finished', {
    timeout: 30_000,
  })
  await expect(again.getByTestId('batch-outcome')).toContainText('Same to the bit1')
  await expect(again.getByTestId('batch-changed')).toContainText('None of those')
})

test('started with --demonstration it measures by itself', async ({ start }) => {
  const { window } = await start(['--demonstration'])
  await expect(window.getByTestId('prediction')).toBeVisible({ timeout: 40_000 })
  await expect(window.getByTestId('origin-badge').first()).toContainText(/simulated/i)
})
