import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkShift } from '../../electron/analysis/calibration/checkShift'
import { fitIntensity } from '../../electron/analysis/calibration/fitIntensity'
import { fitLaser } from '../../electron/analysis/calibration/fitLaser'
import { fitPolynomial } from '../../electron/analysis/calibration/fitPolynomial'
import { fitWavelengths } from '../../electron/analysis/calibration/fitWavelengths'
import { locateLines } from '../../electron/analysis/calibration/locateLines'
import { resolutionFromCalcite } from '../../electron/analysis/calibration/measureResolution'
import { ramanShift, scatteredWavelength } from '../../electron/analysis/calibration/ramanShift'
import { standardLines } from '../../electron/analysis/calibration/referenceLines'
import { accumulate } from '../../electron/analysis/frames/accumulate'
import { readExposure } from '../../electron/cli/calibrate/readExposure'
import { NO_SHARED_DATA, sharedData } from '../support/sharedData'

// Spectra of real instruments; what is found in them is in docs/calibration.md.

const horiba = sharedData('calibration-785', 'FMNT-M_Ho785')
const rawFrames = sharedData('raw-frames-785', 'ORAS_-_JSON')
const file = (name: string) => sharedData('calibration-785', 'FMNT-M_Ho785', `${name}.txt`)!
/** On even steps of wavelength: all of these files are stitched. */
const onSteps = (name: string) => readExposure(file(name), { axis: 'wavenumber', even: true })

async function neonOf(grating: string, shape?: 'centroid') {
  const neon = await onSteps(`NeonSNQ043_iR785_${grating}`)
  // The joints of stitched files are off by a step and more: the limit is for one detector.
  const options = { limitPixels: 2, ...(shape && { shape }) }
  return fitWavelengths([{ ...neon, lamp: 'neon' }], neon.nanometres, options)
}

describe.skipIf(!horiba)(`a Horiba at 785 nm (${horiba ? 'real spectra' : NO_SHARED_DATA})`, () => {
  it('finds the lines of neon through three gratings', async () => {
    const coarse = await neonOf('OP01')
    expect(coarse).toMatchObject({ ok: true })
    expect(coarse.rmsPixels).toBeLessThan(0.06)
    expect(coarse.rmsWavenumber).toBeLessThan(0.2)

    const fine = await neonOf('OP03')
    expect(fine.lines.filter(({ used }) => used).length).toBeGreaterThan(20)
    expect(fine.rmsNanometres).toBeLessThan(0.02)
    expect(fine.rmsWavenumber).toBeLessThan(0.25)
  })

  it('says where lines have no shape: a slit that the lamp lights unevenly', async () => {
    const fitted = await neonOf('OP02')
    expect(fitted.reasons.map(({ code }) => code)).toEqual(['tooFewLines'])
    expect((await neonOf('OP02', 'centroid')).rmsWavenumber).toBeLessThan(1)
  })

  it('finds the laser 0.117 nm from where the header has it, the same by two wafers', async () => {
    const wavelengths = await neonOf('OP03')
    for (const wafer of ['S0N', 'S1N']) {
      const silicon = await onSteps(`${wafer}10_iR785_OP03_8000msx2`)
      expect(fitLaser(silicon, silicon.nanometres, 785).siliconWithFormerLaser).toBeCloseTo(525.85, 1)
      const laser = fitLaser(silicon, wavelengths, 785)
      expect(laser.ok).toBe(true)
      expect(Math.abs(laser.laserNanometres! - 784.8826)).toBeLessThan(0.002)
      expect(laser.uncertaintyNanometres).toBeLessThan(0.01)
    }
  })

  it('puts polystyrene right that stood 5.4 cm-1 too high', async () => {
    const { coefficients, ...wavelengths } = await neonOf('OP03')
    const silicon = await onSteps('S0N10_iR785_OP03_8000msx2')
    const { laserNanometres } = fitLaser(silicon, { coefficients, ...wavelengths }, 785)
    const polystyrene = file('PST10_iR785_OP03_8000msx2')
    const before = await readExposure(polystyrene, { axis: 'wavenumber' })
    expect(checkShift(before, before.wavenumbers, 'polystyrene').meanWavenumber).toBeCloseTo(5.4, 1)
    const calibration = { coefficients, laserNm: laserNanometres! }
    const after = await readExposure(polystyrene, { axis: 'wavenumber', calibration })
    const check = checkShift(after, after.wavenumbers, 'polystyrene')
    expect(check).toMatchObject({ ok: true, reasons: [] })
    expect(check.rmsWavenumber).toBeLessThan(0.4)
    expect(check.worstWavenumber).toBeLessThan(0.8)
  })

  it('measures the resolution on calcite, and refuses the glass without a dark', async () => {
    const calcite = await onSteps('nCAL10_iR785_OP03_8000msx2')
    const { resolutionWavenumber, widthWavenumber } = resolutionFromCalcite(calcite, calcite.wavenumbers)
    expect(widthWavenumber).toBeCloseTo(4.1, 0)
    expect(resolutionWavenumber).toBeLessThan(widthWavenumber!)
    const glass = await readExposure(file('NIST785_Lens_80000x5_2'), { axis: 'wavenumber' })
    const { reasons } = fitIntensity(glass, glass.wavenumbers, 785)
    expect(reasons.map(({ code }) => code)).toEqual(['noDark'])
  })

  it('refuses a lamp that is none, and silicon that is calcite', async () => {
    const glass = await onSteps('PST10_iR785_OP03_8000msx2')
    const lamp = fitWavelengths([{ ...glass, lamp: 'neon' }], glass.nanometres)
    expect(lamp.reasons.map(({ code }) => code)).toEqual(['wrongLamp'])
    const neon = await onSteps('NeonSNQ043_iR785_OP01')
    const argon = fitWavelengths([{ ...neon, lamp: 'argon' }], neon.nanometres)
    expect(argon.reasons[0]?.message).toContain('those of neon')
    const calcite = await onSteps('nCAL10_iR785_OP01_6000msx4')
    expect(fitLaser(calcite, calcite.nanometres, 785).reasons[0]?.code).toBe('notSilicon')
  })
})

describe.skipIf(!rawFrames)(`raw frames of a detector (${rawFrames ? 'real ones' : NO_SHARED_DATA})`, () => {
  const recorded = (name: string) => {
    const path = sharedData('raw-frames-785', 'ORAS_-_JSON', `${name}.json`)!
    const { Background, RawSpectra } = JSON.parse(readFileSync(path, 'utf8')) as {
      Background: number[]
      RawSpectra: number[][]
    }
    const dark = Float64Array.from(Background)
    // One row a pixel, one column a frame.
    const frames = RawSpectra[0]!.map((_, frame) => Float64Array.from(RawSpectra, (row) => row[frame]!))
    return { dark, counts: accumulate(frames, []), light: accumulate(frames, [dark]) }
  }
  /** What the header says; without a lamp nobody can know better. */
  const laser = 785
  const rough = Float64Array.from({ length: 1024 }, (_, pixel) => 804 + 0.1305 * pixel)

  function acetaminophenAxis() {
    const lines = standardLines.acetaminophen.lines.map(({ position, strength }) => ({
      position: scatteredWavelength(laser, position),
      strength,
    }))
    const located = locateLines({ counts: recorded('tylenol').light }, lines, rough, {
      widest: 2.5,
      leastCertain: 0.25,
    })
    const used = located.lines.filter(({ usable }) => usable)
    const fit = fitPolynomial(
      used.map(({ pixel }) => pixel),
      used.map(({ reference }) => reference),
      used.map(() => 1),
      3,
    )
    return { used, fit }
  }

  it('finds acetaminophen from a straight line for an axis', () => {
    const { used, fit } = acetaminophenAxis()
    expect(used.length).toBeGreaterThan(10)
    const off = used.map(
      ({ pixel, reference }) => ramanShift(laser, fit.valueAt(pixel)) - ramanShift(laser, reference),
    )
    const rms = Math.sqrt(off.reduce((sum, one) => sum + one * one, 0) / off.length)
    expect(rms).toBeLessThan(0.7)
  })

  it('makes factors of the glass with its dark, and none beyond the certificate', () => {
    const { fit } = acetaminophenAxis()
    const axis = rough.map((_, pixel) => ramanShift(laser, fit.valueAt(pixel)))
    const { counts, dark } = recorded('NIST_SRM_2241')
    const factors = fitIntensity({ counts, dark }, axis, laser)
    expect(factors.ok).toBe(true)
    expect(factors.from).toBeGreaterThanOrEqual(200)
    expect(factors.relativeNoise).toBeLessThan(0.01)
    expect(fitIntensity({ counts, dark: null }, axis, laser).reasons[0]?.code).toBe('noDark')
  })
})
