import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { networkShare, refuseUnfitDisk } from './diskKind'

describe.runIf(process.platform === 'linux')('the disk of a case log', () => {
  it.each([
    [0x6969, 'NFS'],
    [0xff534d42, 'CIFS'],
    // As a system gives it whose numbers have a sign.
    [0xfe534d42 | 0, 'SMB2'],
  ])('is refused on a share of type %i', (type, name) => {
    expect(() => {
      refuseUnfitDisk('/clinic/case-log.sqlite', () => type)
    }).toThrow(
      expect.objectContaining({
        code: 'storage.unfitDisk',
        message: expect.stringContaining(`(${name})`) as string,
        tip: expect.stringContaining('backups') as string,
      }),
    )
  })

  it('is fine on ext4 and tmpfs, here, and where nobody can tell', () => {
    expect(networkShare('/', () => 0xef53)).toBeNull()
    expect(networkShare('/', () => 0x01021994)).toBeNull()
    expect(networkShare(tmpdir())).toBeNull()
    expect(networkShare('/no/such/folder')).toBeNull()
  })
})
