import { createHash } from 'node:crypto'
import { StokesError } from '../../contract/errors'
import type { Origin, RawFrame } from '../../contract/frame'
import { notFound } from '../notFound'
import { packCounts, unpackNumbers, type PackedNumbers } from '../numbers'
import { squeeze, unsqueeze } from '../squeeze'
import type { Store } from '../store'

export type Frames = ReturnType<typeof frames>

export type FrameKind = 'dark' | 'sample'

export interface StoredFrame extends RawFrame {
  /** Names it within the case log. */
  entry: number
  kind: FrameKind
}

type Row = Omit<StoredFrame, 'intensities' | 'shutterOpen'> &
  Pick<PackedNumbers, 'dtype' | 'sha256'> &
  Stored & { shutterOpen: 0 | 1 }

interface Stored {
  intensities: Uint8Array
  /** Null where they are not squeezed. */
  squeezedFrom: number | null
}

const widthOf = { u16le: 2, f64le: 8 } as const

const columns = `
  kind, sequence, deviceTimeMicroseconds, receivedAt, integrationTimeMs, laser, laserPowerMilliwatts, shutterOpen,
  detectorTemperatureCelsius, laserTemperatureCelsius, saturatedPixels, droppedBefore, origin, dtype, intensities, squeezedFrom, sha256`

/** Raw frames, the record: as the detector gave them, never changed, never deleted. */
export function frames({ connection }: Store) {
  return {
    /**
     * On the disk when this returns, so that it survives a power cut; gives its entry.
     * @throws StokesError `acquisition.originMismatch`, `spectrum.lengthMismatch`, `storage.notFound`,
     * `storage.duplicate` for a sequence number that the acquisition has, `storage.diskFull`
     */
    append(acquisitionId: string, frame: RawFrame, kind: FrameKind): number {
      return connection.transaction(() => {
        const acquisition = connection.get(
          `SELECT acquisition.origin, length(wavenumbers) / 8 AS pixels
           FROM acquisition JOIN axis ON axis.entry = axisEntry WHERE id = @acquisitionId`,
          { acquisitionId },
        )
        if (!acquisition) throw notFound('acquisition', acquisitionId)
        check(frame, acquisition as { origin: Origin; pixels: number })
        const { dtype, bytes, sha256 } = packCounts(frame.intensities)
        return connection.insert('frame', {
          acquisitionId,
          kind,
          sequence: frame.sequence,
          deviceTimeMicroseconds: frame.deviceTimeMicroseconds,
          receivedAt: frame.receivedAt,
          integrationTimeMs: frame.integrationTimeMs,
          laser: frame.laser,
          laserPowerMilliwatts: frame.laserPowerMilliwatts,
          shutterOpen: frame.shutterOpen ? 1 : 0,
          detectorTemperatureCelsius: frame.detectorTemperatureCelsius,
          laserTemperatureCelsius: frame.laserTemperatureCelsius,
          saturatedPixels: frame.saturatedPixels,
          droppedBefore: frame.droppedBefore,
          origin: frame.origin,
          dtype,
          ...stored(bytes, dtype),
          sha256,
        })
      })
    },

    /**
     * In the order in which they were recorded.
     * @throws StokesError `storage.damaged` where the disk changed one
     */
    ofAcquisition(acquisitionId: string): StoredFrame[] {
      const rows = connection.all(
        `SELECT entry, ${columns} FROM frame WHERE acquisitionId = @acquisitionId ORDER BY entry`,
        { acquisitionId },
      )
      return (rows as Row[]).map(toFrame)
    },

    /** SHA-256 of the numbers of each frame: the recorded one, and that of what is there now. */
    hashesOfAcquisition(acquisitionId: string): { entry: number; stored: string; found: string }[] {
      const rows = connection.all(
        `SELECT entry, ${columns} FROM frame WHERE acquisitionId = @acquisitionId ORDER BY entry`,
        { acquisitionId },
      )
      return (rows as Row[]).map((row) => ({
        entry: row.entry,
        stored: Buffer.from(row.sha256).toString('hex'),
        found: createHash('sha256').update(bytesOf(row)).digest('hex'),
      }))
    },
  }
}

function check(frame: RawFrame, acquisition: { origin: Origin; pixels: number }): void {
  if (frame.origin !== acquisition.origin) {
    throw new StokesError(
      'acquisition.originMismatch',
      `A ${frame.origin} frame does not belong into an acquisition of ${acquisition.origin} ones.`,
      { tip: 'Connect the microscope again and repeat the acquisition.' },
    )
  }
  if (frame.intensities.length !== acquisition.pixels) {
    throw new StokesError(
      'spectrum.lengthMismatch',
      `The frame has ${frame.intensities.length} pixels and the axis of its acquisition ${acquisition.pixels}.`,
      { tip: 'Connect the microscope again and repeat the acquisition.' },
    )
  }
}

/** Squeezed where that saves room. */
function stored(bytes: Uint8Array, dtype: PackedNumbers['dtype']): Stored {
  const squeezed = squeeze(bytes, widthOf[dtype])
  return squeezed.length < bytes.length
    ? { intensities: squeezed, squeezedFrom: bytes.length }
    : { intensities: bytes, squeezedFrom: null }
}

function bytesOf({ intensities, squeezedFrom, dtype }: Row): Uint8Array {
  if (squeezedFrom === null) return intensities
  try {
    return unsqueeze(intensities, widthOf[dtype], squeezedFrom)
  } catch {
    // The checksum says what is wrong.
    return new Uint8Array()
  }
}

function toFrame(stored: Row): StoredFrame {
  const {
    dtype,
    intensities: _intensities,
    squeezedFrom: _squeezedFrom,
    sha256,
    shutterOpen,
    ...row
  } = stored
  return {
    ...row,
    shutterOpen: shutterOpen === 1,
    intensities: unpackNumbers({ dtype, bytes: bytesOf(stored), sha256 }, `Frame ${row.entry}`),
  }
}
