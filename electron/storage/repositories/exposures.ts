import type { EmittedLight, NewBooking, StoredExposure } from '../../contract/exposure'
import { notFound } from '../notFound'
import { newEntry, type Store } from '../store'
import type { Lesions } from './lesions'
import type { Operators } from './operators'

export type Exposures = ReturnType<typeof exposures>

/** What was emitted of a booking. */
export interface BookedLight extends EmittedLight {
  bookingId: string
}

/** Light on lesions: booked before the laser fires, written when it is off; added to, never changed. */
export function exposures(store: Store, { lesions, operators }: { lesions: Lesions; operators: Operators }) {
  const { connection, clock } = store

  function write({ bookingId, ...light }: BookedLight, assumed: 0 | 1): void {
    const booking = connection.get('SELECT lesionId FROM exposureBooking WHERE id = @bookingId', {
      bookingId,
    })
    if (!booking) throw notFound('booking', bookingId)
    const { lesionId } = booking as { lesionId: string }
    connection.insert('exposure', { bookingId, lesionId, ...light, assumed })
  }

  return {
    /** Gives the id of the booking, which is on the disk. */
    book(booking: NewBooking): string {
      const { id, createdAt: bookedAt } = newEntry(store)
      return connection.transaction(() => {
        lesions.get(booking.lesionId)
        operators.get(booking.operatorId)
        connection.insert('exposureBooking', { id, bookedAt, ...booking })
        return id
      })
    },

    /** What came of a booking, once. */
    record(light: BookedLight): void {
      connection.transaction(() => {
        write(light, 0)
      })
    },

    /** Those that ended after a moment, in the order in which they began. */
    ofLesion(lesionId: string, after: string): StoredExposure[] {
      return connection.all(
        `SELECT id, exposure.lesionId, operatorId, serialNumber, kind, wavelengthNanometres, powerSource, spotMicrometres,
           startedAt, durationMs, exposure.powerMilliwatts
         FROM exposure JOIN exposureBooking ON id = bookingId
         WHERE exposure.lesionId = @lesionId AND durationMs > 0
           AND julianday(startedAt) + durationMs / 86400000.0 > julianday(@after)
         ORDER BY startedAt`,
        { lesionId, after },
      ) as StoredExposure[]
    },

    /**
     * Bookings of a program that died: taken for emitted in full, as late as that can have been, which is now. Gives
     * their ids.
     */
    assumeUnwritten(): string[] {
      const now = Date.parse(clock.timestamp())
      return connection.transaction(() => {
        const rows = connection.all(
          `SELECT id, boundMs, bookedAt, powerMilliwatts FROM exposureBooking
           WHERE NOT EXISTS (SELECT 1 FROM exposure WHERE bookingId = id)`,
        ) as { id: string; boundMs: number; bookedAt: string; powerMilliwatts: number }[]
        for (const { id, boundMs, bookedAt, powerMilliwatts } of rows) {
          const since = now - Date.parse(bookedAt)
          // Where the clock went back, nothing is known of when.
          const durationMs = since < 0 ? boundMs : Math.min(boundMs, since)
          const startedAt = new Date(now - durationMs).toISOString()
          write({ bookingId: id, startedAt, durationMs, powerMilliwatts }, 1)
        }
        return rows.map(({ id }) => id)
      })
    },
  }
}
