import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  addLesion,
  aFrame,
  openTestLog,
  PIXELS,
  startAcquisition,
  steppingClock,
} from '../../electron/storage/fixtures'
import { changeKey } from '../../electron/storage/changeKey'
import { newMasterKey } from '../../electron/storage/keys/deriveKey'
import type { CaseLog } from '../../electron/storage/openCaseLog'
import { backUp } from '../../electron/storage/safekeeping/backUp'

const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' })
const unmount = (folder: string) => execFileSync('umount', [folder], { stdio: 'pipe' })

/** Why no small disk can be mounted here. */
function whyNot(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'stokes-disk-'))
  try {
    mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder)
    unmount(folder)
    return null
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0]! : String(error)
  } finally {
    rmdirSync(folder)
  }
}

const reason = whyNot()

describe.skipIf(reason)(
  `a disk of 4 MiB${reason ? ` (skipped, none can be mounted: ${reason})` : ''}`,
  () => {
    let folder: string
    let path: string
    let log: CaseLog | null

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'stokes-disk-'))
      mount('-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder)
      path = join(folder, 'cases.db')
      log = null
    })
    afterEach(() => {
      log?.close()
      unmount(folder)
      rmdirSync(folder)
    })

    const ballast = () => join(folder, 'ballast')
    const fillUp = (leave = 0) => {
      const { bavail, bsize } = statfsSync(folder)
      writeFileSync(ballast(), Buffer.alloc(bavail * bsize - leave))
    }

    it('that is full refuses a frame, loses none, and takes the next once there is space', () => {
      log = openTestLog(path)
      const { id } = startAcquisition(log, addLesion(log))
      fillUp(200 * 1024)

      let appended = 0
      const append = () => {
        // Counts with a fraction are stored in eight bytes each.
        const intensities = new Float64Array(PIXELS).fill(appended + 0.5)
        log!.frames.append(id, aFrame(appended, { intensities }), 'sample')
        appended++
      }
      expect(() => {
        for (;;) append()
      }).toThrow(
        expect.objectContaining({ code: 'storage.diskFull', tip: expect.stringContaining('Free') as string }),
      )
      expect(appended).toBeGreaterThan(5)
      expect(append).toThrow(expect.objectContaining({ code: 'storage.diskFull' }))
      expect(log.frames.ofAcquisition(id)).toHaveLength(appended)

      rmSync(ballast())
      append()
      expect(log.acquisitions.finish(id, { status: 'complete' }).framesRecorded).toBe(appended)
      log.close()

      log = openTestLog(path)
      expect(log.frames.ofAcquisition(id).map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: appended }, (_, sequence) => sequence),
      )
    })

    it('that is full does not take a new case log, and gives the lock back', () => {
      fillUp()
      expect(() => openTestLog(path)).toThrow(expect.objectContaining({ code: 'storage.diskFull' }))
      rmSync(ballast())
      log = openTestLog(path, { clock: steppingClock() })
    })

    it('that is full when the program starts again gives the lock back', () => {
      const before = openTestLog(path)
      startAcquisition(before, addLesion(before))
      before.close()
      fillUp()
      expect(() => openTestLog(path)).toThrow(expect.objectContaining({ code: 'storage.diskFull' }))
      rmSync(ballast())
      log = openTestLog(path)
      expect(log.interrupted).toHaveLength(1)
    })

    it('that may only be read refuses a writer', () => {
      openTestLog(path).close()
      mount('-o', 'remount,ro', folder)
      expect(() => openTestLog(path)).toThrow(expect.objectContaining({ code: 'storage.readOnly' }))
    })

    it('that is too small for a backup or another key says how much is missing, and leaves no part', () => {
      log = openTestLog(path)
      addLesion(log)
      log.close()
      log = null
      const before = readFileSync(path)
      fillUp(64 * 1024)
      const names = readdirSync(folder)
      const full = expect.objectContaining({
        code: 'storage.diskFull',
        message: expect.stringMatching(/needs \d+ MB/) as string,
      }) as Error
      const clock = steppingClock()
      expect(() => backUp({ path, folder, clock, softwareVersion: 'test' })).toThrow(full)
      expect(() => changeKey({ path, from: null, to: newMasterKey(), clock, program: 'test' })).toThrow(full)
      expect(readdirSync(folder)).toEqual(names)
      expect(readFileSync(path)).toEqual(before)
    })
  },
)
