import { createHash } from 'node:crypto'
import type { AnswerDifference } from '../../../contract/recomputation'
import { wavenumberAxis } from '../../../devices/wavenumberAxis'
import type { CaseLog } from '../../../storage/openCaseLog'
import { wavelengthsOf } from '../calibration/inForce'
import type { RecordedMeasurement } from '../recordedMeasurement'

/** In what an answer is computed from something else than the stored one: other frames, an axis that its passport does not give. */
export function inputDifferences(
  log: Pick<CaseLog, 'passports' | 'frames' | 'results'>,
  { id, acquisitionId }: { id: string; acquisitionId: string },
  { measured, entries }: RecordedMeasurement,
): AnswerDifference[] {
  return [
    ...frameDifferences(log, acquisitionId, log.results.provenance(id).frames, entries),
    ...calibrationDifference(log, acquisitionId, measured.wavenumbers),
  ]
}

/** Frames whose numbers are not those that were recorded, each with the hash of what was and of what is there. */
export function damagedFrames(log: Pick<CaseLog, 'frames'>, acquisitionId: string): AnswerDifference[] {
  return log.frames
    .hashesOfAcquisition(acquisitionId)
    .filter(({ stored, found }) => stored !== found)
    .map(({ entry, stored, found }) => frames(`frame ${entry}: ${stored}`, `frame ${entry}: ${found}`))
}

function frameDifferences(
  log: Pick<CaseLog, 'frames'>,
  acquisitionId: string,
  then: readonly number[],
  now: readonly number[],
): AnswerDifference[] {
  const apart = [
    ...then.filter((entry) => !now.includes(entry)),
    ...now.filter((entry) => !then.includes(entry)),
  ]
  if (apart.length === 0) return []
  const hashes = new Map(
    log.frames.hashesOfAcquisition(acquisitionId).map(({ entry, stored }) => [entry, stored]),
  )
  return apart.map((entry) => {
    const named = `frame ${entry}: ${hashes.get(entry) ?? 'of another measurement'}`
    return then.includes(entry) ? frames(named, 'not used') : frames('not used', named)
  })
}

const frames = (stored: string, again: string): AnswerDifference => ({
  ...{ kind: 'circumstance', what: 'frames', stored, again },
})

/** The axis is the recorded one; whether the passport that was stamped on the measurement gives it can be computed. */
function calibrationDifference(
  { passports }: Pick<CaseLog, 'passports'>,
  acquisitionId: string,
  recorded: Float64Array,
): AnswerDifference[] {
  const passportId = passports.stampOf(acquisitionId)?.passportId ?? null
  if (passportId === null) return []
  const own = wavelengthsOf(passports.get(passportId), recorded.length)
  const given = own && wavenumberAxis(own.coefficients, own.laserNanometres, recorded.length)
  const [then, now] = [hashOf(recorded), given ? hashOf(given) : 'none']
  return then === now
    ? []
    : [
        {
          ...{ kind: 'circumstance', what: 'calibration' },
          stored: `axis of the measurement: ${then}`,
          again: `passport ${passportId} gives: ${now}`,
        },
      ]
}

function hashOf(numbers: Float64Array): string {
  return createHash('sha256')
    .update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
    .digest('hex')
}
