import { describe, expect, it } from 'vitest'
import { anAnswer } from '../../../../storage/fixtures'
import { aMeasurement } from '../../../../storage/exchange/fixtures'
import { caseReport } from './caseReport'

const about = { model: null, softwareVersion: '0.1.0', createdAt: '2026-01-04T00:00:00.000Z' }
const report = (measurement = aMeasurement()) => caseReport(measurement.of, [measurement], about)

describe('caseReport', () => {
  it('says what was found, in what, and what it is not', () => {
    const text = report()
    for (const said of [
      'Malignant: probability of malignancy 30.0 %',
      'Simulated spectra',
      'not a medical device',
      'Signature',
    ])
      expect(text).toContain(said)
    expect(text).not.toContain('Müller')
    expect(text).toContain('<title>Report of a case: lesion-1</title>')
  })

  it('gives no answer where it was withheld', () => {
    const answer = anAnswer({ probability: null, label: null, withheld: 'demonstration', processed: null })
    const measurement = aMeasurement()
    const text = report({ ...measurement, result: { ...measurement.result!, answer } })
    expect(text).toContain('may not judge this spectrum')
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('lets no name become markup', () => {
    const measurement = aMeasurement()
    const of = { ...measurement.of, patient: { ...measurement.of.patient, pseudonym: '<script>x</script>' } }
    expect(report({ ...measurement, of })).not.toContain('<script>')
  })
})
