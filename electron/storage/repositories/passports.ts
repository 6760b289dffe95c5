import type { Origin } from '../../contract/frame'
import type {
  CalibrationStatus,
  CheckStep,
  Passport,
  PassportSummary,
  TrendQuantity,
} from '../../contract/passport'
import { notFound } from '../notFound'
import { packFloats, unpackNumbers } from '../numbers'
import { newEntry, type Store } from '../store'
import type { Operators } from './operators'

export type Passports = ReturnType<typeof passports>

/** An instrument as passports know it. */
export interface Calibrated {
  serialNumber: string
  origin: Origin
}

export type PassportFigures = Record<TrendQuantity, number | null>

export interface NewPassport {
  passport: Omit<
    Passport,
    'id' | 'createdAt' | 'operatorName' | 'serialNumber' | 'expiresAt' | 'softwareVersion'
  >
  /** Of a verdict of `pass` alone. */
  validHours: number
  /** What the trends show of it. */
  figures: PassportFigures
  /** Mean counts of each step, one a pixel, as the findings were computed from them. */
  spectra: ReadonlyMap<CheckStep, Float64Array>
}

/** What the state of an instrument's calibration follows from. */
export interface PassportStanding {
  /** The newest that passed, whatever its age. */
  inForce: Passport | null
  /** The newest that passed or failed. */
  lastVerdict: PassportSummary | null
  /** When the newest one, refused ones among them, was made. */
  lastMadeAt: string | null
  /** Serial number of another instrument of the same origin that passed; null where there is none. */
  otherInstrument: string | null
}

export type TrendRow = Pick<PassportSummary, 'id' | 'createdAt' | 'verdict'> & { figures: PassportFigures }

type Row = Omit<PassportSummary, 'reasons'> & { reasons: string }
type FullRow = Row & { findings: string; softwareVersion: string; formerId: string | null }

const HOUR_MS = 3_600_000
const select = (more = '') => `
  SELECT passport.id, passport.createdAt, operatorId, name AS operatorName, serialNumber, verdict, reasons, expiresAt,
    detectorTemperatureCelsius, laserTemperatureCelsius ${more}
  FROM passport JOIN operator ON operator.id = operatorId`
const whole = select(', findings, softwareVersion, formerId')
const OF_INSTRUMENT = 'serialNumber = @serialNumber AND origin = @origin'

/** Calibrations of instruments, and which was in force when an acquisition was taken. */
export function passports(store: Store, { operators }: { operators: Operators }) {
  const { connection, softwareVersion } = store

  function get(id: string): Passport {
    const row = connection.get(`${whole} WHERE passport.id = @id`, { id })
    if (!row) throw notFound('passport', id)
    return toPassport(row as FullRow)
  }

  return {
    get,

    /** @throws StokesError `storage.notFound` for an operator or a former passport that is not there */
    add({ passport, validHours, figures, spectra }: NewPassport): Passport {
      const { id, createdAt } = newEntry(store)
      const { operatorId, verdict, reasons, formerId, device, ...rest } = passport
      const { detectorTemperatureCelsius, laserTemperatureCelsius, ...findings } = rest
      const expires = new Date(Date.parse(createdAt) + validHours * HOUR_MS).toISOString()
      return connection.transaction(() => {
        operators.get(operatorId)
        connection.insert('passport', {
          ...{ id, createdAt, operatorId, verdict, formerId, softwareVersion },
          ...{ detectorTemperatureCelsius, laserTemperatureCelsius },
          serialNumber: device.serialNumber,
          origin: device.origin,
          expiresAt: verdict === 'pass' ? expires : null,
          reasons: JSON.stringify(reasons),
          figures: JSON.stringify(figures),
          findings: JSON.stringify({ device, ...findings }),
        })
        for (const [step, intensities] of spectra) {
          const { bytes, sha256 } = packFloats(intensities)
          connection.insert('passportSpectrum', { passportId: id, step, intensities: bytes, sha256 })
        }
        return get(id)
      })
    },

    standing({ serialNumber, origin }: Calibrated): PassportStanding {
      const ofInstrument = { serialNumber, origin }
      const newest = (columns: string, where: string) =>
        connection.get(
          `${columns} WHERE ${OF_INSTRUMENT} AND ${where} ORDER BY entry DESC LIMIT 1`,
          ofInstrument,
        )
      const inForce = newest(whole, `verdict = 'pass'`)
      const last = newest(select(), `verdict <> 'refused'`)
      const made = newest('SELECT createdAt FROM passport', 'TRUE')
      const other = connection.get(
        `SELECT serialNumber FROM passport
         WHERE serialNumber <> @serialNumber AND origin = @origin AND verdict = 'pass' ORDER BY entry DESC LIMIT 1`,
        ofInstrument,
      )
      return {
        inForce: inForce ? toPassport(inForce as FullRow) : null,
        lastVerdict: last ? toSummary(last as Row) : null,
        lastMadeAt: (made as { createdAt: string } | undefined)?.createdAt ?? null,
        otherInstrument: (other as { serialNumber: string } | undefined)?.serialNumber ?? null,
      }
    },

    /** Newest first. */
    history(instrument: Calibrated): PassportSummary[] {
      const rows = connection.all(`${select()} WHERE ${OF_INSTRUMENT} ORDER BY entry DESC`, { ...instrument })
      return (rows as Row[]).map(toSummary)
    },

    /** Oldest first. */
    figures(instrument: Calibrated): TrendRow[] {
      const rows = connection.all(
        `SELECT id, createdAt, verdict, figures FROM passport WHERE ${OF_INSTRUMENT} ORDER BY entry`,
        { ...instrument },
      ) as (Omit<TrendRow, 'figures'> & { figures: string })[]
      return rows.map(({ figures, ...row }) => ({ ...row, figures: JSON.parse(figures) as PassportFigures }))
    },

    /**
     * Mean counts of each step.
     * @throws StokesError `storage.damaged` where the disk changed one
     */
    spectra(passportId: string): Map<CheckStep, Float64Array> {
      const rows = connection.all(
        'SELECT step, intensities AS bytes, sha256 FROM passportSpectrum WHERE passportId = @passportId',
        { passportId },
      ) as { step: CheckStep; bytes: Uint8Array; sha256: Uint8Array }[]
      return new Map(
        rows.map(({ step, bytes, sha256 }) => [
          step,
          unpackNumbers({ dtype: 'f64le', bytes, sha256 }, `Spectrum ${step} of passport ${passportId}`),
        ]),
      )
    },

    /** Says, before the first frame of an acquisition, what was in force. */
    stamp(acquisitionId: string, status: CalibrationStatus): void {
      const { passportId } = status
      connection.insert('calibrationStamp', { acquisitionId, passportId, status: JSON.stringify(status) })
    },

    /** What was in force when an acquisition was taken; null for one that was taken before there were passports. */
    stampOf(acquisitionId: string): CalibrationStatus | null {
      const row = connection.get('SELECT status FROM calibrationStamp WHERE acquisitionId = @acquisitionId', {
        acquisitionId,
      })
      return row ? (JSON.parse((row as { status: string }).status) as CalibrationStatus) : null
    },
  }
}

function toSummary({ reasons, ...row }: Row): PassportSummary {
  return { ...row, reasons: JSON.parse(reasons) as PassportSummary['reasons'] }
}

function toPassport({ findings, softwareVersion, formerId, ...row }: FullRow): Passport {
  const parts = JSON.parse(findings) as Omit<Passport, keyof PassportSummary | 'softwareVersion' | 'formerId'>
  return { ...toSummary(row), softwareVersion, formerId, ...parts }
}
