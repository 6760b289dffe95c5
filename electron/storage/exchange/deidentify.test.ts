import { describe, expect, it } from 'vitest'
import { deidentify, Pseudonyms } from './deidentify'
import { aMeasurement } from './fixtures'
import { metadataOf } from './metadataOf'

const names = new Pseudonyms(new Uint8Array(32).fill(7))
const original = aMeasurement()
const research = deidentify(original, names)

describe('deidentify', () => {
  it('leaves no id, date, name or free text of the original', () => {
    const text = JSON.stringify(metadataOf(research))
    const { patient, lesion, diagnoses, notes } = original.of
    for (const secret of [
      ...[patient.id, patient.pseudonym, patient.createdAt, lesion.id, lesion.description, lesion.createdAt],
      ...[
        diagnoses[0]!.id,
        diagnoses[0]!.operatorName,
        notes[0]!.text,
        notes[0]!.id,
        original.acquisition.id,
      ],
      ...[original.acquisition.startedAt, original.acquisition.device.serialNumber, original.result!.id],
      ...['2026-01-01', 'Ada', 'edge', 'middle'],
    ])
      expect(text, secret).not.toContain(secret)
  })

  it('leaves out what quality gates say in words, and keeps their figures', () => {
    const gate = { gate: 'calibration', message: 'The last daily check of VM-1 on 2026-01-01 failed.' }
    const [figure] = original.result!.answer.quality.figures
    const quality = {
      pass: false,
      reasons: [gate],
      warnings: [gate],
      figures: [{ ...figure!, words: gate.message }],
    }
    const result = { ...original.result!, answer: { ...original.result!.answer, quality } }
    const { answer } = deidentify({ ...original, result }, names).result!
    expect(JSON.stringify(answer)).not.toMatch(/VM-1|2026-01-01/)
    expect(answer.quality.reasons).toEqual([{ gate: 'calibration', message: '' }])
    expect(answer.quality.figures).toEqual([figure])
  })

  it('keeps the spectra, what was found, and the intervals', () => {
    expect(research.frames.map(({ intensities }) => intensities)).toEqual(
      original.frames.map(({ intensities }) => intensities),
    )
    expect(research.acquisition.spot).toBe('spot 2')
    expect(research.of.combined).toMatchObject({ probability: 0.1 + 0.2, spot: 'spot 2' })
    expect(research.of.diagnoses[0]).toMatchObject({ label: 'malignant', lesionClass: 'melanoma' })
    const span = (of: typeof research) =>
      Date.parse(of.of.diagnoses[0]!.createdAt) - Date.parse(of.acquisition.startedAt)
    expect(span(research)).toBe(span(original))
    const days =
      (Date.parse(research.acquisition.startedAt) - Date.parse(original.acquisition.startedAt)) / 86_400_000
    expect(Math.abs(days)).toBeGreaterThanOrEqual(1)
    expect(Math.abs(days)).toBeLessThanOrEqual(365)
    expect(Number.isInteger(days)).toBe(true)
  })

  it('says the same by the same key, and something else by another', () => {
    expect(deidentify(original, new Pseudonyms(new Uint8Array(32).fill(7)))).toEqual(research)
    const other = deidentify(original, new Pseudonyms(new Uint8Array(32).fill(8)))
    expect(other.of.patient.id).not.toBe(research.of.patient.id)
    expect(other.acquisition.startedAt).not.toBe(research.acquisition.startedAt)
  })

  it.each([
    [1963, 1960],
    [1937, 1935],
    [1936, 1936],
    [1920, 1936],
    [null, null],
  ])('says of a birth in %s: %s', (yearOfBirth, band) => {
    const of = { ...original.of, patient: { ...original.of.patient, yearOfBirth } }
    expect(deidentify({ ...original, of }, names).of.patient.yearOfBirth).toBe(band)
  })
})
