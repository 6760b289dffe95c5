import type { DosePolicy, NewPowerReading, PowerReading } from '../../contract/exposure'
import { newEntry, type Store } from '../store'
import type { Operators } from './operators'

export type LaserRules = ReturnType<typeof laserRules>

/** What a site allows, and how much of an instrument's light reaches the sample; added to, the newest counts. */
export function laserRules(store: Store, { operators }: { operators: Operators }) {
  const { connection, clock } = store
  return {
    /** In force; null where nobody ever set one. */
    policy(): DosePolicy | null {
      const row = connection.get(
        'SELECT fraction, joulesPerSquareCentimetre FROM dosePolicy ORDER BY entry DESC LIMIT 1',
      )
      return (row as DosePolicy | undefined) ?? null
    },

    setPolicy(operatorId: string, policy: DosePolicy): DosePolicy {
      connection.transaction(() => {
        operators.get(operatorId)
        connection.insert('dosePolicy', { operatorId, ...policy, createdAt: clock.timestamp() })
      })
      return policy
    },

    /** The newest of an instrument; null where there is none. */
    powerReading(serialNumber: string): PowerReading | null {
      const row = connection.get(
        `SELECT id, operatorId, serialNumber, measuredAt, commandedMilliwatts, measuredMilliwatts, spotMicrometres, createdAt
         FROM powerReading WHERE serialNumber = @serialNumber ORDER BY measuredAt DESC, entry DESC LIMIT 1`,
        { serialNumber },
      )
      return (row as PowerReading | undefined) ?? null
    },

    addPowerReading(reading: NewPowerReading): PowerReading {
      const added = { ...newEntry(store), ...reading }
      connection.transaction(() => {
        operators.get(reading.operatorId)
        connection.insert('powerReading', added)
      })
      return added
    },
  }
}
