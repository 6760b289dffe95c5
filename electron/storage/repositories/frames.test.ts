import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RawFrame } from '../../contract/frame'
import { Connection } from '../connection'
import {
  addLesion,
  aFrame,
  anAxis,
  openTestLog,
  PIXELS,
  startAcquisition,
  temporaryFolder,
} from '../fixtures'
import type { CaseLog } from '../openCaseLog'

let log: CaseLog
let remove: () => void
let acquisitionId: string

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(join(temporary.folder, 'cases.db'))
  acquisitionId = startAcquisition(log, addLesion(log)).id
})
afterEach(() => {
  log.close()
  remove()
})

const reading = fc.option(
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
)
const intensities = fc.oneof(
  fc.uint16Array({ minLength: PIXELS, maxLength: PIXELS }).map((counts) => new Float64Array(counts)),
  fc.float64Array({ minLength: PIXELS, maxLength: PIXELS }),
)
const anyFrame: fc.Arbitrary<Omit<RawFrame, 'sequence'>> = fc.record({
  deviceTimeMicroseconds: fc.maxSafeNat(),
  receivedAt: fc.constant('2026-01-01T00:00:00.000Z'),
  integrationTimeMs: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
  laser: fc.constantFrom('off', 'on', 'partial'),
  laserPowerMilliwatts: reading,
  shutterOpen: fc.boolean(),
  detectorTemperatureCelsius: reading,
  laserTemperatureCelsius: reading,
  saturatedPixels: fc.nat(PIXELS),
  droppedBefore: fc.nat(),
  origin: fc.constant('simulated'),
  intensities,
})

describe('frames', () => {
  it('are given back as they were appended, to the bit', () => {
    let sequence = 0
    fc.assert(
      fc.property(anyFrame, fc.constantFrom('dark' as const, 'sample' as const), (given, kind) => {
        const frame = { ...given, sequence: sequence++ }
        const entry = log.frames.append(acquisitionId, frame, kind)
        const stored = log.frames.ofAcquisition(acquisitionId).at(-1)
        expect(stored).toEqual({ ...frame, entry, kind })
        expect(new BigUint64Array(stored!.intensities.buffer)).toEqual(
          new BigUint64Array(frame.intensities.slice().buffer),
        )
      }),
    )
  })

  it('are on the disk when append returns: another connection sees them at once', () => {
    log.frames.append(acquisitionId, aFrame(1), 'sample')
    const reader = openTestLog(log.path, { readOnly: true })
    expect(reader.frames.ofAcquisition(acquisitionId)).toHaveLength(1)
    reader.close()
  })

  it('stand on the axis of their acquisition, which is stored once', () => {
    expect(log.acquisitions.wavenumbers(acquisitionId)).toEqual(anAxis())
    startAcquisition(log, addLesion(log, { pseudonym: 'P-002' }))
    const raw = new Connection(log.path, { readOnly: true })
    expect(raw.get('SELECT count(*) AS axes FROM axis')).toEqual({ axes: 1 })
    raw.close()
  })

  it('have the origin of their acquisition', () => {
    expect(() => log.frames.append(acquisitionId, aFrame(1, { origin: 'instrument' }), 'sample')).toThrow(
      expect.objectContaining({ code: 'acquisition.originMismatch' }),
    )
    expect(log.frames.ofAcquisition(acquisitionId)).toEqual([])
  })

  it('have one intensity for each point of the axis', () => {
    const short = aFrame(1, { intensities: new Float64Array(PIXELS - 1) })
    expect(() => log.frames.append(acquisitionId, short, 'sample')).toThrow(
      expect.objectContaining({ code: 'spectrum.lengthMismatch' }),
    )
  })

  it('are taken once', () => {
    log.frames.append(acquisitionId, aFrame(1), 'sample')
    expect(() => log.frames.append(acquisitionId, aFrame(1), 'sample')).toThrow(
      expect.objectContaining({ code: 'storage.duplicate' }),
    )
  })

  it('belong to an acquisition that is there, and that runs', () => {
    expect(() => log.frames.append('none', aFrame(1), 'sample')).toThrow(
      expect.objectContaining({ code: 'storage.notFound' }),
    )
    log.acquisitions.finish(acquisitionId, { status: 'complete' })
    expect(() => log.frames.append(acquisitionId, aFrame(1), 'sample')).toThrow(
      expect.objectContaining({ code: 'internal.unexpected' }),
    )
  })

  it('that the disk changed are not given out', () => {
    const entry = log.frames.append(acquisitionId, aFrame(1), 'sample')
    const raw = new Connection(log.path, { readOnly: false })
    raw.execute('DROP TRIGGER frameIsNeverChanged')
    raw.run(`UPDATE frame SET intensities = zeroblob(${2 * PIXELS})`)
    raw.close()
    expect(() => log.frames.ofAcquisition(acquisitionId)).toThrow(
      expect.objectContaining({
        code: 'storage.damaged',
        message: expect.stringContaining(`Frame ${entry}`) as string,
      }),
    )
  })
})
