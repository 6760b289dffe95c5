import { createHash } from 'node:crypto'
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { StokesError } from '../../../contract/errors'
import { originSchema } from '../../../contract/frame'
import { readingProblem } from '../../../devices/replay/readers/fileProblem'
import { hashOfNumbers } from '../../../storage/exchange/exportedMeasurement'
import { DISCLAIMER } from '../../../storage/exchange/metadataOf'
import { unzip, zipOf } from '../../../storage/exchange/zip'
import type { CaseLog } from '../../../storage/openCaseLog'
import { photosOfCase, requireStripped } from './photosOfCase'
import { writeNewFile } from './writeNewFile'

const MANIFEST = 'manifest.json'
const CASE = 'case.sqlite'
/** Of a case with thousands of frames. */
const MOST_CASE_BYTES = 2 ** 31
const MOST_MANIFEST_BYTES = 64 * 2 ** 20
/** An archive may unpack to so many times its bytes, or to this. */
const MOST_RATIO = 100
const LEAST_BOUND = 64 * 2 ** 20

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const manifestSchema = z.object({
  format: z.literal('stokes-case'),
  version: z.literal(1),
  remark: z.string(),
  createdAt: z.iso.datetime(),
  softwareVersion: z.string(),
  schemaVersion: z.int(),
  origin: originSchema,
  /** Where it is from: what that place calls itself, and its case log. */
  site: z.string().optional(),
  log: z.string().optional(),
  lesionId: z.string(),
  /** Of the case log in the archive. */
  sha256,
  rows: z.record(z.string(), z.int()),
  /** Of each raw frame, its counts as little-endian float64. */
  frames: z.array(z.object({ acquisitionId: z.string(), sequence: z.int(), sha256 })),
  /** Of each photo; none in the archives of earlier versions. */
  photos: z.array(z.object({ id: z.string(), sha256 })).default([]),
})
export type CaseManifest = z.infer<typeof manifestSchema>

/** Writes a case with all frames, results, photos, diagnoses and notes as one archive. */
export async function writeCaseArchive(
  log: CaseLog,
  lesionId: string,
  {
    out,
    softwareVersion,
    createdAt,
    site: given,
    signal,
  }: {
    out: string
    softwareVersion: string
    createdAt: string
    /** What this place is called where its signatures are shown. @default by the case log */
    site?: string | undefined
    signal?: AbortSignal | undefined
  },
): Promise<CaseManifest> {
  return inFolderBeside(out, async (folder) => {
    const path = join(folder, CASE)
    const identity = log.caseArchives.identity()
    const site = given ?? `case log ${identity}`
    const rows = log.caseArchives.copyOut(lesionId, path, site)
    const manifest: CaseManifest = {
      format: 'stokes-case',
      version: 1,
      remark: DISCLAIMER,
      createdAt,
      softwareVersion,
      schemaVersion: log.schemaVersion,
      origin: log.lesions.get(lesionId).origin,
      site,
      log: identity,
      lesionId,
      sha256: await hashOfFile(path),
      rows,
      frames: framesOf(log, lesionId),
      photos: photosOfCase(log, lesionId),
    }
    const content = zipOf([
      [MANIFEST, [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]],
      [CASE, createReadStream(path) as AsyncIterable<Uint8Array>],
    ])
    await writeNewFile(out, content, signal)
    return manifest
  })
}

export interface TakenCase {
  lesionId: string
  /** Rows that are new here; 0 for an archive that was imported before. */
  added: number
  frames: number
}

/**
 * Takes the case of an archive: its hashes are held against its manifest before, and its frames and photos are read back from the case log after.
 * @throws StokesError `exchange.refused`, `storage.*`, `file.*`
 */
export async function readCaseArchive(
  log: CaseLog,
  path: string,
  { pseudonym }: { pseudonym?: string | undefined } = {},
): Promise<TakenCase> {
  return inFolderBeside(log.path, async (folder) => {
    const manifest = await unpack(path, folder)
    const [copied] = log.caseArchives.copyIn(join(folder, CASE), {
      pseudonym,
      verify: (cases) => {
        if (cases.length !== 1 || cases[0]!.lesionId !== manifest.lesionId)
          throw refused(path, 'it holds another case than it says')
        requireSameFrames(log, path, manifest)
        requireSamePhotos(log, path, manifest)
      },
    })
    const added = Object.values(copied!.added).reduce((sum, rows) => sum + rows, 0)
    return { lesionId: manifest.lesionId, added, frames: manifest.frames.length }
  })
}

/** Whether a file begins as an archive does; false for none. */
export async function isCaseArchive(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null)
  if (!file) return false
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.toString('latin1') === 'PK'
  } catch {
    return false
  } finally {
    await file.close()
  }
}

/** What is recorded cannot be squeezed so much as what is made to fill a disk. */
function mostUnpacked(bytes: number): number {
  return Math.min(MOST_CASE_BYTES, Math.max(LEAST_BOUND, MOST_RATIO * bytes))
}

async function unpack(path: string, folder: string): Promise<CaseManifest> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw readingProblem(path, error)
  })
  const most = MOST_CASE_BYTES + MOST_MANIFEST_BYTES
  if (size > most)
    throw refused(path, `it has ${Math.ceil(size / 2 ** 20)} MiB, and a case at most ${most / 2 ** 20}`)
  const pieces: Uint8Array[] = []
  const hash = createHash('sha256')
  const file = openSync(join(folder, CASE), 'wx', 0o600)
  try {
    await unzip(createReadStream(path) as AsyncIterable<Uint8Array>, {
      expected: { [MANIFEST]: MOST_MANIFEST_BYTES, [CASE]: mostUnpacked(size) },
      write: (name, piece) => {
        if (name === MANIFEST) {
          pieces.push(piece.slice())
          return
        }
        hash.update(piece)
        writeSync(file, piece)
      },
    })
  } finally {
    closeSync(file)
  }
  const manifest = parseManifest(path, Buffer.concat(pieces).toString('utf8'))
  if (manifest.sha256 !== hash.digest('hex'))
    throw refused(path, 'its case is not the one that its manifest names')
  return manifest
}

function parseManifest(path: string, text: string): CaseManifest {
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw refused(path, 'its manifest cannot be read', cause)
  }
}

function framesOf(log: CaseLog, lesionId: string): CaseManifest['frames'] {
  return log.acquisitions.ofLesion(lesionId).flatMap(({ id }) =>
    log.frames.ofAcquisition(id).map(({ sequence, intensities }) => ({
      acquisitionId: id,
      sequence,
      sha256: hashOfNumbers(intensities),
    })),
  )
}

/** What is here now is what was sent. */
function requireSameFrames(log: CaseLog, path: string, { lesionId, frames }: CaseManifest): void {
  const held = new Map(framesOf(log, lesionId).map((frame) => [nameOf(frame), frame.sha256]))
  for (const frame of frames) {
    if (held.get(nameOf(frame)) === frame.sha256) continue
    const which = `frame ${frame.sequence} of ${frame.acquisitionId}`
    throw refused(path, `${which} is not the one that its manifest names`)
  }
}

function requireSamePhotos(log: CaseLog, path: string, { lesionId, photos }: CaseManifest): void {
  const held = new Map(photosOfCase(log, lesionId).map(({ id, sha256: hash }) => [id, hash]))
  const other = photos.find(({ id, sha256: hash }) => held.get(id) !== hash)
  if (other) throw refused(path, `photo ${other.id} is not the one that its manifest names`)
  requireStripped(log, lesionId)
}

const nameOf = ({ acquisitionId, sequence }: CaseManifest['frames'][number]): string =>
  `${acquisitionId} ${sequence}`

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece)
  return hash.digest('hex')
}

/** A folder for this user alone, on the disk of `path`, that is gone afterwards. */
async function inFolderBeside<T>(path: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(dirname(resolve(path)), '.stokes-case-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function refused(path: string, what: string, cause?: unknown): StokesError {
  return new StokesError('exchange.refused', `${basename(path)}: ${what}.`, {
    tip: 'Export the case again, and bring the archive as it is.',
    cause,
  })
}
