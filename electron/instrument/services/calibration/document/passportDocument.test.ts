import { describe, expect, it } from 'vitest'
import { noFigures } from '../../../../storage/passportFixtures'
import { aFit, aKeptPassport, aStep, reasonOf } from '../fixtures'
import { trendsOf } from '../trendFigures'
import { passportDocument } from './passportDocument'

const passport = aKeptPassport({
  operatorName: '<script>alert("Ada")</script>',
  wavelength: aFit(0.02),
  steps: [
    aStep(
      'neon',
      [],
      [{ label: 'Residual', value: 0.0213, unit: 'px', limit: 'at most 0.1 px', pass: true }],
    ),
  ],
})
const trends = trendsOf(
  Array.from({ length: 8 }, (_, i) => ({
    id: `p${i}`,
    createdAt: `2026-03-0${i + 1}T06:00:00.000Z`,
    verdict: 'pass' as const,
    figures: { ...noFigures, laserNanometres: 785 + (i % 2 ? 0.002 : -0.002) },
  })),
)

describe('passportDocument', () => {
  it('says what was found, with residuals and trends drawn, and nothing that runs', () => {
    const page = passportDocument(passport, trends)
    expect(page).toContain('Passed')
    expect(page).toContain('0.0213 px')
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toMatch(/<script|http/)
    expect(page.match(/<figcaption>/g)).toHaveLength(2)
    // The mean and its two limits.
    expect(page.match(/<polyline/g)).toHaveLength(3)
    expect(page).not.toContain('NaN')
  })

  it('of a check that was refused draws the residuals that it was refused for', () => {
    const reasons = [reasonOf('worse')]
    const page = passportDocument({ ...passport, verdict: 'refused', expiresAt: null, reasons }, [])
    expect(page).toContain('Refused')
    expect(page).toContain('It is worse. Mend it.')
    expect(page).toContain('Lines of neon')
  })
})
