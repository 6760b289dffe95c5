import { describe, expect, it } from 'vitest'
import { SHIFT_GRID } from '../optics/shiftGrid'
import { createRandom } from '../random/random'
import { type Composition, drawComposition, LOG_SPREAD, meanLogAmount, skinTypes } from './composition'
import { drawFluorescence, fluorescenceBackgrounds } from './fluorescence'
import { classNames, LESION_CLASSES } from './lesionClasses'
import { moleculeNames, MOLECULES } from './molecules'
import { drawPatient, type Patient } from './patient'
import { ramanSpectrum } from './ramanSpectrum'
import { drawTissue, tissueSample } from './tissue'

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('molecules', () => {
  it.each(moleculeNames)(
    '%s has ordered bands within 400 to 1 800 cm-1, the strongest of height 1',
    (molecule) => {
      const bands = MOLECULES[molecule]
      const positions = bands.map(([position]) => position)
      expect(positions).toEqual([...positions].sort((a, b) => a - b))
      expect(positions[0]).toBeGreaterThanOrEqual(400)
      expect(positions.at(-1)).toBeLessThanOrEqual(1800)
      expect(Math.max(...bands.map(([, , height]) => height))).toBe(1)
    },
  )
})

describe('ramanSpectrum', () => {
  const skin = ramanSpectrum(drawComposition(createRandom(2), 'trunk', 2, {}))
  const highest = (from: number, to: number) => {
    const index = (shift: number) => Math.round((shift - SHIFT_GRID.start) / SHIFT_GRID.step)
    const window = skin.slice(index(from), index(to))
    return from + window.indexOf(Math.max(...window)) * SHIFT_GRID.step
  }

  it.each([
    ['phenylalanine', 990, 1016, 1003, 1],
    ['CH2 and CH3', 1400, 1500, 1448, 4],
    ['amide I', 1620, 1720, 1658, 8],
    ['proline ring', 845, 865, 854, 4],
  ])('shows the band of %s', (_, from, to, position, within) => {
    expect(Math.abs(highest(from, to) - position)).toBeLessThanOrEqual(within)
  })
})

describe('fluorescence', () => {
  const total = (dose: number, melanin: number, seed: number) =>
    fluorescenceBackgrounds(drawFluorescence(createRandom(seed)), melanin)
      .map(({ at, bleachingDoseMillijoules }) => at(1000) * Math.exp(-dose / bleachingDoseMillijoules))
      .reduce((sum, photons) => sum + photons, 0)

  it('bleaches by 17 to 36 % in ten exposures of 300 mJ, as four measured sites did, or a little beyond', () => {
    const losses = Array.from({ length: 200 }, (_, seed) => 1 - total(2850, 8, seed) / total(150, 8, seed))
    expect(Math.min(...losses)).toBeGreaterThan(0.14)
    expect(Math.max(...losses)).toBeLessThan(0.39)
    expect(Math.abs(mean(losses) - 0.3)).toBeLessThan(0.06)
  })

  it('grows with melanin, and so with skin type', () => {
    expect(total(0, 40, 1)).toBeGreaterThan(1.5 * total(0, 4, 1))
    const byType = skinTypes.map((type) =>
      mean(
        Array.from({ length: 300 }, (_, seed) => {
          const random = createRandom(seed)
          const tissue = drawTissue(random, drawComposition(random, 'arm', type, {}))
          return mean(tissueSample('skin', tissue).background.map(({ at }) => at(1000)))
        }),
      ),
    )
    byType.slice(1).forEach((glow, i) => {
      expect(glow).toBeGreaterThan(byType[i]!)
    })
  })
})

describe('drawPatient', () => {
  const random = createRandom(11)
  const patients = Array.from({ length: 12_000 }, (_, i) =>
    drawPatient(random, { label: i % 2 === 0 ? 'benign' : 'malignant' }),
  )
  const ofClass = (name: string) => patients.filter((patient) => patient.class === name)

  it('follows the shares of the classes within each label', () => {
    for (const name of classNames) {
      const share = ofClass(name).length / (patients.length / 2)
      expect(Math.abs(share - LESION_CLASSES[name].share)).toBeLessThan(0.025)
      expect(ofClass(name).every(({ label }) => label === LESION_CLASSES[name].label)).toBe(true)
    }
    for (const label of ['benign', 'malignant']) {
      const shares = classNames.map((name) => LESION_CLASSES[name]).filter((it) => it.label === label)
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    }
  })

  it('moves the amounts of a class by what the table says, and by nothing else', () => {
    for (const name of classNames) {
      for (const molecule of moleculeNames) {
        const standardised = ofClass(name).map(
          ({ lesion, site, skinType }) =>
            (Math.log(lesion.composition[molecule]) - meanLogAmount(molecule, site, skinType)) /
            LOG_SPREAD[molecule],
        )
        const shift: Partial<Composition> = LESION_CLASSES[name].shift
        const error = 4 / Math.sqrt(standardised.length)
        expect(Math.abs(mean(standardised) - (shift[molecule] ?? 0))).toBeLessThan(error)
      }
    }
  })

  it('draws what is not of the diagnosis alike for both labels', () => {
    const free: ((patient: Patient) => number)[] = [
      ({ lesion }) => Math.log(lesion.contact),
      ({ lesion }) => Math.log(lesion.fluorescence.amount),
      ({ lesion }) => lesion.fluorescence.tilt,
      ({ lesion }) => lesion.fluorescence.bend,
      ({ lesion }) => lesion.fluorescence.fastShare,
      ({ lesion }) => lesion.fluorescence.slowShare,
      ({ lesion }) => Math.log(lesion.fluorescence.elastic),
    ]
    for (const latent of free) {
      const values = patients.map(latent)
      const spread = Math.sqrt(mean(values.map((value) => (value - mean(values.slice(0, 2000))) ** 2)))
      const [benign, malignant] = [0, 1].map((odd) => mean(values.filter((_, i) => i % 2 === odd)))
      expect(Math.abs(malignant! - benign!) / spread).toBeLessThan(4 * Math.sqrt(4 / patients.length))
    }
  })

  it('has ages of 18 to 95 that are higher where they should be', () => {
    const age = (name: string) => mean(ofClass(name).map((patient) => patient.age))
    expect(patients.every((patient) => patient.age >= 18 && patient.age <= 95)).toBe(true)
    expect(age('basal-cell-carcinoma')).toBeGreaterThan(age('naevus') + 5)
    expect(new Set(patients.map(({ skinType }) => skinType))).toEqual(new Set(skinTypes))
  })
})
