import { expect, it } from 'vitest'
import { overlayFigure } from './overlayFigure'

const spectrum = { wavenumbers: [400, 500, 600], counts: [100, 1000, 200] }
const neon = {
  name: 'neon' as const,
  lines: [
    { wavenumber: 300, strength: 1 },
    { wavenumber: 450, strength: 0.5 },
    { wavenumber: 550, strength: 1 },
  ],
}

it('stands each line of the axis on the ground, higher where it is stronger', () => {
  const { figure } = overlayFigure(spectrum, { references: [neon], before: null })!
  const [live, sticks] = figure.lines
  expect(live!.points).toHaveLength(3)
  expect(sticks!.points.map(([x]) => x)).toEqual([450, 550])
  const [weak, strong] = sticks!.intervals!
  expect(weak![0]).toBe(figure.yRange![0])
  expect(strong![1]).toBeGreaterThan(weak![1])
  expect(strong![1]).toBeLessThan(figure.yRange![1])
})

it('keeps its scale from frame to frame', () => {
  const first = overlayFigure(spectrum, { references: [], before: null })!
  const next = overlayFigure(
    { ...spectrum, counts: [100, 950, 200] },
    { references: [], before: first.scale },
  )!
  expect(next.scale).toBe(first.scale)
})

it('draws nothing of a frame that does not fit its axis', () => {
  expect(overlayFigure({ wavenumbers: [], counts: [] }, { references: [], before: null })).toBeNull()
})
