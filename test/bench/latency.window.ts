import { addSubject, connection, expect, test } from '../e2e/stokes'

/** Frames that are timed, after the first ones, which pay for compilation. */
const FRAMES = 200
const WARM_UP = 20

interface Shown {
  sequence: number
  milliseconds: number
}

/*
 * From a frame that is complete on the wire to its paint: the first animation frame after the chart says that it is finished. Live frames
 * of the virtual microscope, 1 024 pixels, laser on, preprocessed by the model's recipe.
 */
test('frame to painted spectrum', async ({ start }) => {
  const { window } = await start()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  await addSubject(window, 'B-001')
  await window.getByTestId('eyewear').check()
  await window.evaluate(() => {
    const shown: Shown[] = []
    Object.assign(window, { shown })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName('stokes:shown')) {
        const { sequence, completedAt } = (entry as PerformanceMark).detail as {
          sequence: number
          completedAt: number
        }
        shown.push({ sequence, milliseconds: performance.timeOrigin + entry.startTime - completedAt })
      }
    }).observe({ type: 'mark' })
  })
  await window.getByTestId('live-laser-on').click()
  const toggle = window.getByTestId('live-toggle')
  if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.click()
  const read = () => window.evaluate(() => (window as unknown as { shown: Shown[] }).shown)
  await expect.poll(async () => (await read()).length, { timeout: 55_000 }).toBeGreaterThan(FRAMES + WARM_UP)
  await window.getByTestId('stop-laser').click()

  const times = (await read())
    .slice(WARM_UP, WARM_UP + FRAMES)
    .map(({ milliseconds }) => milliseconds)
    .sort((a, b) => a - b)
  const quantile = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!
  console.log(
    JSON.stringify({
      name: 'latency',
      unit: 'ms',
      frames: times.length,
      best: quantile(0),
      median: quantile(0.5),
      p99: quantile(0.99),
    }),
  )
})
