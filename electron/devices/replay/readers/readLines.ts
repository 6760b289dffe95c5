import { createReadStream } from 'node:fs'
import { notASpectrum, readingProblem } from './fileProblem'

/** A line of a table of 100 000 spectra is shorter. */
const LONGEST_LINE = 4 * 1024 * 1024

/**
 * The lines of a text file, as many at a time as one read gives, so that a large file neither fills the memory nor holds
 * up the event loop. A line comes without its LF or CR LF, and each of its characters is one byte of the file, whatever
 * its encoding (numbers look the same in all; see `decodeText` for the rest). UTF-16 is the exception: it comes as text.
 *
 * @throws file.notFound, file.notReadable, file.notASpectrum for a file that is no text
 */
export async function* readLines(path: string): AsyncGenerator<string[], void> {
  let rest = ''
  let begun = false
  let decode = (bytes: Buffer): string => bytes.toString('latin1')
  let lines = 0
  try {
    for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
      if (!begun) {
        begun = true
        if (bytes[0] === 0xff && bytes[1] === 0xfe) {
          const decoder = new TextDecoder('utf-16le')
          decode = (chunk) => decoder.decode(chunk, { stream: true })
        }
      }
      const text = rest + decode(bytes)
      const complete = text.split('\n')
      rest = complete.pop()!
      const line = lines + complete.length + 1
      if (text.includes('\0')) throw notASpectrum(path, line, 'it is no text')
      if (rest.length > LONGEST_LINE)
        throw notASpectrum(path, line, `it is longer than ${LONGEST_LINE} characters`)
      lines += complete.length
      yield complete.map(withoutCarriageReturn)
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error && 'syscall' in error
      ? readingProblem(path, error)
      : error
  }
  if (rest !== '') yield [withoutCarriageReturn(rest)]
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const latin1 = new TextDecoder('latin1')

/** Text of a line from `readLines`: UTF-8 where it can be, else Latin-1. */
export function decodeText(line: string): string {
  // Only UTF-16 gives characters that are no bytes.
  if (/[^\0-\u00ff]/.test(line)) return line
  const bytes = Buffer.from(line, 'latin1')
  try {
    return utf8.decode(bytes)
  } catch {
    return latin1.decode(bytes)
  }
}
