import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { StokesError } from '../contract/errors'

/** The numbers by which Linux names file systems that lie on another computer: statfs(2), linux/magic.h. */
const networkFileSystems = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x517b, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x73757245, 'Coda'],
])

/** The name of the network file system that a folder lies on; null for a disk of this computer, or where it cannot be told. */
export function networkShare(
  folder: string,
  fileSystemType: (folder: string) => number = (path) => statfsSync(path).type,
): string | null {
  if (process.platform === 'win32') return folder.startsWith('\\\\') ? 'a Windows share' : null
  if (process.platform !== 'linux') return null
  try {
    // Some systems give the number with its sign.
    return networkFileSystems.get(fileSystemType(folder) >>> 0) ?? null
  } catch {
    return null
  }
}

/**
 * A case log is written on a disk of this computer: locks and the shared memory of SQLite's write-ahead log do not hold
 * between computers, so that two could write at once and destroy it.
 * @throws StokesError `storage.unfitDisk`
 */
export function refuseUnfitDisk(path: string, fileSystemType?: (folder: string) => number): void {
  const share = networkShare(dirname(path), fileSystemType)
  if (share === null) return
  throw new StokesError('storage.unfitDisk', `The case log ${path} lies on a network share (${share}).`, {
    tip: 'Keep the case log on a disk of this computer, and let its backups go to the share.',
    details: { share },
  })
}
