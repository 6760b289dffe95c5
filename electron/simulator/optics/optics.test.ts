import { describe, expect, it } from 'vitest'
import { createRandom } from '../random/random'
import { airToVacuum } from './airToVacuum'
import { createSpectrograph } from './dispersion'
import { DRIFT_PER_CELSIUS, excitationAt } from './excitation'
import { observedBand, resolutionAt } from './lineShape'
import { ramanShift, scatteredWavelength } from './wavenumber'

describe('excitation', () => {
  it('drifts by 0.1 nm in 10 C, which moves a band by 1.62 cm-1', () => {
    const warm = excitationAt(785, 35)
    expect(warm - 785).toBeCloseTo(10 * DRIFT_PER_CELSIUS, 12)
    const band = scatteredWavelength(warm, 1003)
    expect(ramanShift(785, band) - 1003).toBeCloseTo(1.62, 2)
  })
})

describe('airToVacuum', () => {
  // Argon lines, air and vacuum, NIST Atomic Spectra Database.
  it.each([
    [811.5311, 811.7542],
    [912.2967, 912.5471],
  ])('takes %d nm to %d', (air, vacuum) => {
    expect(airToVacuum(air)).toBeCloseTo(vacuum, 3)
  })
})

describe('createSpectrograph', () => {
  it.each([1024, 2048])('covers 350 to 2 050 cm-1 with %d pixels, on every unit', (pixels) => {
    for (let seed = 0; seed < 50; seed++) {
      const { coefficients, ...spectrograph } = createSpectrograph(createRandom(seed), pixels)
      const wavelengths = spectrograph.wavelengths()
      expect(ramanShift(785, wavelengths[0]!)).toBeLessThan(350)
      expect(ramanShift(785, wavelengths.at(-1)!)).toBeGreaterThan(2050)
      wavelengths.forEach((wavelength, i) => {
        const [c0, c1, c2, c3] = coefficients
        expect(Math.abs(c0 + c1 * i + c2 * i ** 2 + c3 * i ** 3 - wavelength)).toBeLessThan(0.05)
        if (i > 0) expect(wavelength).toBeGreaterThan(wavelengths[i - 1]!)
      })
    }
  })
})

describe('observedBand', () => {
  const width = (band: (shift: number) => number, position: number) => {
    let half = 0
    while (band(position + half) > band(position) / 2) half += 0.01
    return 2 * half
  }

  it('has a resolution of about 8 cm-1', () => {
    expect(resolutionAt(1003)).toBeCloseTo(8.3, 1)
    // A Voigt profile of 6 cm-1 (Lorentz) and 8.26 (Gauss) by Olivero and Longbothum
    // (doi:10.1016/0022-4073(77)90161-3).
    expect(width(observedBand(1003, 6, 1), 1003)).toBeCloseTo(
      0.5346 * 6 + Math.hypot(Math.sqrt(0.2166) * 6, 8.26),
      1,
    )
  })

  it('is the convolution of a Lorentzian with the line shape of the instrument', () => {
    const band = observedBand(1003, 6, 1)
    const sigma = resolutionAt(1003) / (2 * Math.sqrt(2 * Math.LN2))
    for (const distance of [0, 4, 10, 25]) {
      let convolved = 0
      for (let offset = -400; offset <= 400; offset += 0.1) {
        const gauss = Math.exp(-((offset / sigma) ** 2) / 2) / (sigma * Math.sqrt(2 * Math.PI))
        convolved += (0.1 * gauss) / (1 + ((distance - offset) / 3) ** 2)
      }
      expect(Math.abs(band(1003 + distance) - convolved)).toBeLessThan(0.01)
    }
  })

  it('leaves a broad band as it is', () => {
    expect(observedBand(1450, 30, 1)(1450)).toBeGreaterThan(0.95)
  })
})
