import type { Remote } from 'comlink'
import type { DosePolicy, NewBooking, PowerReading, StoredExposure } from '../../../contract/exposure'
import { randomId } from '../../../shared/ids'
import type { BookedLight } from '../../../storage/repositories/exposures'
import type { CaseLogDesk } from '../caseLogDesk'

/** What the dose of lesions needs of the case log. */
export interface ExposureLog {
  /** In force; null where nobody ever set one. */
  policy(): Promise<DosePolicy | null>
  /** The newest of an instrument. */
  powerReading(serialNumber: string): Promise<PowerReading | null>
  /** Those that ended after a moment. */
  ofLesion(lesionId: string, after: string): Promise<StoredExposure[]>
  /** Resolves, with its id, when the booking would survive a power cut. */
  book(booking: NewBooking): Promise<string>
  /** What came of a booking. */
  record(light: BookedLight): Promise<void>
}

/** The dose of lesions in a case log, on its thread. */
export function exposuresOf(caseLog: Remote<CaseLogDesk>): ExposureLog {
  const { exposures, laserRules } = caseLog
  return {
    policy: () => laserRules.policy(),
    powerReading: (serialNumber) => laserRules.powerReading(serialNumber),
    ofLesion: (lesionId, after) => exposures.ofLesion(lesionId, after),
    book: (booking) => exposures.book(booking),
    record: (light) => exposures.record(light),
  }
}

/** Knows nothing but this program's own: for a measurement without a case log. */
export function exposuresInMemory(): ExposureLog {
  const bookings = new Map<string, NewBooking>()
  const stored: StoredExposure[] = []
  return {
    policy: () => Promise.resolve(null),
    powerReading: () => Promise.resolve(null),
    ofLesion: (lesionId) => Promise.resolve(stored.filter((exposure) => exposure.lesionId === lesionId)),
    book: (booking) => {
      const id = randomId()
      bookings.set(id, booking)
      return Promise.resolve(id)
    },
    record: ({ bookingId, ...light }) => {
      stored.push({ ...bookings.get(bookingId)!, ...light, id: bookingId })
      return Promise.resolve()
    },
  }
}
