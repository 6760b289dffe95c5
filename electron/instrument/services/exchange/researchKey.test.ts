import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addLesion, aFrame, openTestLog, startAcquisition, temporaryFolder } from '../../../storage/fixtures'
import type { CaseLog } from '../../../storage/openCaseLog'
import { deidentificationPreview } from './deidentificationPreview'
import { researchKeyOf } from './researchKey'

let place: ReturnType<typeof temporaryFolder>
let log: CaseLog
beforeEach(() => {
  place = temporaryFolder()
  log = openTestLog(join(place.folder, 'cases.db'))
})
afterEach(() => {
  log.close()
  place.remove()
})

describe('the key for research', () => {
  it('of a plain case log is made once, beside it, for its user alone', () => {
    const key = researchKeyOf(log)
    const path = `${log.path}.research-key`
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8').trim()).toBe(Buffer.from(key).toString('hex'))
    expect(researchKeyOf(log)).toEqual(key)
  })

  it('of an encrypted one follows from its own', () => {
    const encrypted = openTestLog(join(place.folder, 'sealed.db'), { masterKey: new Uint8Array(32).fill(3) })
    expect(researchKeyOf(encrypted)).toEqual(encrypted.keys!.pseudonyms)
    encrypted.close()
  })

  it('is refused where others may read it, and where it is none', () => {
    researchKeyOf(log)
    const path = `${log.path}.research-key`
    chmodSync(path, 0o644)
    expect(() => researchKeyOf(log)).toThrow(/Others may read/)
    chmodSync(path, 0o600)
    writeFileSync(path, '')
    expect(() => researchKeyOf(log)).toThrow(expect.objectContaining({ code: 'storage.wrongKey' }))
  })
})

describe('deidentificationPreview', () => {
  it('shows the rules, where the key will lie, and one measurement before and after', () => {
    const made = addLesion(log)
    const { id } = startAcquisition(log, made)
    log.frames.append(id, aFrame(1), 'sample')
    log.acquisitions.finish(id, { status: 'complete' })
    const preview = deidentificationPreview(log, 'all')
    expect(preview.key).toEqual({ path: `${log.path}.research-key`, isThere: false })
    expect(preview.rules.length).toBeGreaterThan(4)
    const of = new Map(preview.example.map(({ field, before, after }) => [field, [before, after]]))
    expect(of.get('Description')).toEqual(['left elbow', ''])
    expect(of.get('Patient')![0]).toBe('P-001')
    expect(of.get('Patient')![1]).toMatch(/^[0-9a-f]{12}$/)
    expect(of.get('Measured by')).toEqual(['Ada', ''])
    // Looking makes no key.
    expect(deidentificationPreview(log, 'all').key.isThere).toBe(false)
  })

  it('has no example where nothing is measured', () => {
    addLesion(log)
    expect(deidentificationPreview(log, 'all').example).toEqual([])
  })
})
