import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseOperatingPoint, requireChosenElsewhere } from './operatingPoint'
import { saidClasses } from './predictions'
import { youdenThreshold } from './youdenThreshold'

function youden(probabilities: number[], targets: number[], threshold: number): number {
  const share = (target: number, called: boolean) => {
    const own = probabilities.filter((_, i) => targets[i] === target)
    return own.filter((probability) => probability >= threshold === called).length / own.length
  }
  return share(1, true) + share(0, false) - 1
}

describe('the operating point', () => {
  test('by Youden is as good as any threshold', () => {
    const spectrum = fc.record({ p: fc.integer({ min: 0, max: 10 }), target: fc.constantFrom(0, 1) })
    fc.assert(
      fc.property(fc.array(spectrum, { maxLength: 30 }), (drawn) => {
        const spectra = [{ p: 3, target: 0 }, { p: 6, target: 1 }, ...drawn]
        const probabilities = spectra.map(({ p }) => p / 10)
        const targets = spectra.map(({ target }) => target)
        const chosen = youden(probabilities, targets, youdenThreshold(probabilities, targets))
        const best = Math.max(
          ...Array.from({ length: 23 }, (_, i) => youden(probabilities, targets, (i - 0.5) / 20)),
        )
        expect(chosen).toBeCloseTo(best, 10)
      }),
    )
  })

  test('lies between probabilities, and of equal ones is the lowest', () => {
    expect(youdenThreshold([0.2, 0.4, 0.6, 0.8], [0, 0, 1, 1])).toBeCloseTo(0.5, 12)
    expect(youdenThreshold([0.2, 0.4, 0.6, 0.8], [0, 1, 0, 1])).toBeCloseTo(0.3, 12)
  })

  test('is chosen on patients of its own', () => {
    const calibration = {
      classes: ['benign', 'malignant'],
      patients: ['a', 'b', 'c', 'c'],
      targets: [0, 0, 1, 1],
      probabilities: [0.1, 0.4, 0.6, 0.8],
    }
    const point = chooseOperatingPoint(calibration, { name: 'sensitivity', sensitivity: 1 })
    expect(point.threshold).toBeCloseTo(0.5, 12)
    expect(point.chosenOn).toEqual(['a', 'b', 'c'])
    expect(point.rule).toBe('sensitivity of at least 1 on 3 patients that no figure is from')
    requireChosenElsewhere(point, ['d', 'e'])
    expect(() => {
      requireChosenElsewhere(point, ['d', 'c'])
    }).toThrow(expect.objectContaining({ code: 'dataset.patientInTwoParts' }))
  })

  test('of more than two classes is the most probable one', () => {
    const three = { classes: ['a', 'b', 'c'], patients: ['p'], targets: [1], probabilities: [0.2, 0.5, 0.3] }
    const { threshold, rule } = chooseOperatingPoint(three, { name: 'youden' })
    expect(rule).toBe('the most probable class')
    expect([...saidClasses(three, threshold)]).toEqual([1])
  })
})
