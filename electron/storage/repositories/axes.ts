import type { Store } from '../store'
import { packFloats, unpackNumbers } from '../numbers'

export type Axes = ReturnType<typeof axes>

/** Wavenumber axes and grids, cm-1; each distinct one is stored once. */
export function axes({ connection }: Store) {
  return {
    /** The entry of this axis, which is written where it is new. */
    ensure(wavenumbers: Float64Array): number {
      const { bytes, sha256 } = packFloats(wavenumbers)
      const known = connection.get('SELECT entry FROM axis WHERE sha256 = @sha256', { sha256 })
      if (known) return (known as { entry: number }).entry
      return connection.insert('axis', { wavenumbers: bytes, sha256 })
    },

    get(entry: number): Float64Array {
      const row = connection.get('SELECT wavenumbers AS bytes, sha256 FROM axis WHERE entry = @entry', {
        entry,
      })
      const { bytes, sha256 } = row as { bytes: Uint8Array; sha256: Uint8Array }
      return unpackNumbers({ dtype: 'f64le', bytes, sha256 }, `Axis ${entry}`)
    },
  }
}
