import { Unzip, UnzipInflate, UnzipPassThrough, Zip, ZipDeflate } from 'fflate'
import { StokesError } from '../../contract/errors'

/** Bytes of each file, in pieces. */
export type ZipEntries = Iterable<
  readonly [name: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>]
>

/** A zip archive, piece by piece. */
export async function* zipOf(entries: ZipEntries): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  let failure: Error | null = null
  const zip = new Zip((error, piece) => {
    if (error) failure = error
    else ready.push(piece)
  })
  const drain = function* () {
    if (failure) throw failure
    yield* ready.splice(0)
  }
  for (const [name, content] of entries) {
    const file = new ZipDeflate(name, { level: 6 })
    // Its date is that of the epoch of the format: the same content gives the same archive.
    file.mtime = new Date(1980, 0, 1)
    zip.add(file)
    for await (const piece of content) {
      file.push(piece)
      yield* drain()
    }
    file.push(new Uint8Array(), true)
    yield* drain()
  }
  zip.end()
  yield* drain()
}

export interface UnzipOptions {
  /** The files that the archive holds, and no other, with the most bytes each may have once unpacked. */
  expected: Readonly<Record<string, number>>
  /** Gets the pieces of a file in their order. */
  write: (name: string, piece: Uint8Array) => void
}

/**
 * Unpacks an archive whose files are known. Nothing is written under a name that the archive chose: what climbs out of its folder,
 * or was never expected, is refused, and what swells beyond its bound ends there.
 * @throws StokesError `exchange.refused`
 */
export async function unzip(
  bytes: AsyncIterable<Uint8Array>,
  { expected, write }: UnzipOptions,
): Promise<void> {
  const unpacked = new Map<string, number>()
  const finished = new Set<string>()
  let failure: StokesError | null = null
  const refuse = (what: string): void => {
    failure ??= refused(what)
  }
  const requireGood = (): void => {
    if (failure) throw failure
  }
  const reader = new Unzip((file) => {
    const most = Object.hasOwn(expected, file.name) ? expected[file.name]! : null
    if (most === null) {
      refuse(`it holds a file "${file.name.slice(0, 60)}", which does not belong into it`)
      return
    }
    if (unpacked.has(file.name)) {
      refuse(`it holds ${file.name} twice`)
      return
    }
    unpacked.set(file.name, 0)
    file.ondata = (error, piece, final) => {
      if (error) refuse(`${file.name} is damaged (${error.message})`)
      if (failure) return
      const size = unpacked.get(file.name)! + piece.length
      unpacked.set(file.name, size)
      if (size > most) {
        refuse(`${file.name} unpacks to more than ${most / 2 ** 20} MiB`)
        file.terminate()
        return
      }
      write(file.name, piece)
      if (final) finished.add(file.name)
    }
    file.start()
  })
  reader.register(UnzipInflate)
  reader.register(UnzipPassThrough)
  let any = false
  for await (const piece of bytes) {
    if (!any && !(piece[0] === 0x50 && piece[1] === 0x4b)) throw refused('it is no zip archive')
    any = true
    try {
      // A small file may unpack to much: a little at a time, so that the bound is held.
      for (let at = 0; at < piece.length; at += PUSH_BYTES) {
        reader.push(piece.subarray(at, at + PUSH_BYTES), false)
        requireGood()
      }
    } catch (error) {
      throw error instanceof StokesError ? error : refused(`it is damaged (${String(error)})`)
    }
  }
  try {
    reader.push(new Uint8Array(), true)
  } catch (error) {
    throw refused(`it is damaged (${String(error)})`)
  }
  requireGood()
  for (const name of Object.keys(expected))
    if (!finished.has(name)) throw refused(`${name} is missing, or cut off`)
}

const PUSH_BYTES = 16 * 1024

function refused(what: string): StokesError {
  return new StokesError('exchange.refused', `The archive cannot be taken: ${what}.`, {
    tip: 'Export the case again, and bring the archive as it is.',
  })
}
