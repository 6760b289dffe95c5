import type { DeidentificationPreview, ExportedCases } from '../../../contract/exchange'
import { deidentification, deidentify, Pseudonyms } from '../../../storage/exchange/deidentify'
import { measuredAtOf, type ExportedMeasurement } from '../../../storage/exchange/exportedMeasurement'
import type { CaseLog } from '../../../storage/openCaseLog'
import { chooseCases } from './chooseCases'
import { readCase, readMeasurement } from './readMeasurement'
import { researchKeyPlace } from './researchKey'

/** Where nothing is measured yet, nobody looks further for an example. */
const MOST_LOOKED_AT = 50

/**
 * What the manifest of an export for research will say, and one measurement before and after. The example is by a key that is thrown
 * away: it tells how, not what.
 */
export function deidentificationPreview(log: CaseLog, chosen: ExportedCases): DeidentificationPreview {
  const place = researchKeyPlace(log)
  return {
    rules: deidentification.map(({ fields, what }) => ({ fields, what })),
    key: place.kind === 'log' ? { path: null, isThere: true } : { path: place.path, isThere: place.isThere },
    example: exampleOf(log, chosen),
  }
}

function exampleOf(log: CaseLog, chosen: ExportedCases): DeidentificationPreview['example'] {
  const before = firstMeasurement(log, chosen)
  if (!before) return []
  const after = deidentify(before, new Pseudonyms(new Uint8Array(32)))
  const [was, is] = [before, after].map(said) as [Record<string, string>, Record<string, string>]
  return Object.keys(was).map((field) => ({ field, before: was[field]!, after: is[field]! }))
}

function firstMeasurement(log: CaseLog, chosen: ExportedCases): ExportedMeasurement | null {
  let looked = 0
  for (const lesionId of chooseCases(log, chosen)) {
    const { of, acquisitionIds } = readCase(log, lesionId)
    const newest = acquisitionIds.at(-1)
    if (newest !== undefined) return readMeasurement(log, of, newest)
    if (++looked === MOST_LOOKED_AT) return null
  }
  return null
}

function said(measurement: ExportedMeasurement): Record<string, string> {
  const { of, acquisition } = measurement
  return {
    Patient: of.patient.pseudonym,
    'Year of birth': String(of.patient.yearOfBirth ?? 'not known'),
    'Skin type': String(of.patient.skinType ?? 'not known'),
    'Body site': of.lesion.bodySite,
    Description: of.lesion.description,
    Notes: String(of.notes.length),
    Measured: measuredAtOf(measurement) ?? 'not stated',
    Spot: acquisition.spot,
    'Measured by': acquisition.operatorName,
    Instrument: `${acquisition.device.model} ${acquisition.device.serialNumber}`,
  }
}
