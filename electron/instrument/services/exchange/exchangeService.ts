import { proxy, type Remote } from 'comlink'
import { basename } from 'node:path'
import { StokesError, toProblem, type Problem } from '../../../contract/errors'
import type {
  DeidentificationPreview,
  ExportedCases,
  ExportReport,
  ImportPreview,
  PreviewedFile,
  UndoneImport,
} from '../../../contract/exchange'
import type { AxisOptions, ImportedSpectrum } from '../../../storage/exchange/standardise'
import type { ImportedFile, ImportOutcome, ImportTarget } from '../../../storage/repositories/imports'
import type { CaseLogDesk } from '../caseLogDesk'
import { startWorker } from '../startWorker'
import { isCaseArchive } from './caseArchive'
import type { ExchangeDesk, ExchangeThreadOptions, ExportRequest } from './exchangeDesk'
import { plainName } from './exportCases'
import { requireGood } from './readImports'

/** A thread that takes all memory ends alone. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 4096 }

interface ExchangeServiceOptions {
  caseLogPath: string
  caseLog: Remote<CaseLogDesk>
  /** Whether a measurement runs: a frame never waits for an import. */
  measuring: () => boolean
}

/** Spectra that a preview draws. */
const MOST_SHOWN = 8

/** What the window asks of files: each task has a thread, which is gone afterwards. */
export class ExchangeService {
  constructor(private readonly options: ExchangeServiceOptions) {}

  async export(
    request: ExportRequest,
    onProgress: (measurements: number) => void,
    signal: AbortSignal,
  ): Promise<ExportReport> {
    const { chosen, format, deidentify: deidentified, out } = request
    const note = (ended: string | null) =>
      this.options.caseLog.noteExport({ chosen, format, deidentified, out, ended })
    try {
      const report = await this.onThread((desk) => desk.export(request, proxy(onProgress)), signal)
      await note(null)
      return report
    } catch (error) {
      // Some files may be whole.
      await note(toProblem(error).message).catch(() => undefined)
      throw error
    }
  }

  deidentification(chosen: ExportedCases): Promise<DeidentificationPreview> {
    return this.onThread((desk) => desk.deidentification(chosen))
  }

  async report(lesionId: string): Promise<{ suggestedName: string; html: string }> {
    const html = await this.onThread((desk) => desk.report(lesionId))
    const { patient } = await this.options.caseLog.open(lesionId)
    const about = { format: 'report', deidentified: false, out: null, ended: null } as const
    await this.options.caseLog.noteExport({ chosen: { lesionId }, ...about })
    return { suggestedName: `case ${plainName(patient.pseudonym)} ${lesionId.slice(0, 8)}.pdf`, html }
  }

  async preview(paths: readonly string[], options: AxisOptions): Promise<ImportPreview> {
    const archives = await archivesOf(paths)
    const spectra = paths.filter((path) => !archives.includes(path))
    const read = await this.onThread((desk) =>
      desk.read(
        spectra,
        options,
        proxy(() => undefined),
      ),
    )
    const good = read.files.values()
    const files: PreviewedFile[] = []
    for (const path of paths) {
      const problem = read.problems.find((one) => one.path === path)?.problem
      files.push(
        archives.includes(path) || problem
          ? notRead(path, problem ?? null)
          : await this.previewOf(path, good.next().value!),
      )
    }
    return { files, shown: shownOf(read.files) }
  }

  private async previewOf(path: string, file: ImportedFile): Promise<PreviewedFile> {
    const [{ wavenumbers, excitationNanometres, integrationTimeMs }] = file.spectra as [ImportedSpectrum]
    return {
      ...notRead(path, null),
      format: file.format,
      spectra: file.spectra.length,
      range: [wavenumbers[0]!, wavenumbers.at(-1)!],
      excitationNanometres,
      integrationTimeMs,
      known: await this.options.caseLog.imports.knows(file.sha256),
    }
  }

  async import(
    paths: readonly string[],
    { target, ...options }: AxisOptions & { target: ImportTarget },
    onProgress: (files: number) => void,
    signal: AbortSignal,
  ): Promise<ImportOutcome> {
    const archives = await archivesOf(paths)
    if (archives.length > 0) return this.importArchives(paths, archives)
    const read = await this.onThread((desk) => desk.read(paths, options, proxy(onProgress)), signal)
    requireGood(read)
    signal.throwIfAborted()
    this.refuseWhileMeasuring()
    return this.options.caseLog.imports.add(read.files, target)
  }

  private async importArchives(
    paths: readonly string[],
    archives: readonly string[],
  ): Promise<ImportOutcome> {
    const [path] = archives
    if (paths.length > 1) {
      throw new StokesError('usage.invalid', 'An archive of a case is imported by itself.', {
        tip: 'Choose one archive, or files of spectra.',
      })
    }
    this.refuseWhileMeasuring()
    const { lesionId, added, frames } = await this.options.caseLog.importArchive(path!, undefined)
    const name = basename(path!)
    return added === 0
      ? { imported: [], known: [name] }
      : { imported: [{ name, lesionId, spectra: frames }], known: [] }
  }

  /** All of what an import brought is deleted, or nothing. */
  async undoImport(undone: UndoneImport): Promise<void> {
    await this.options.caseLog.undoImport(undone)
  }

  private refuseWhileMeasuring(): void {
    if (!this.options.measuring()) return
    throw new StokesError('acquisition.running', 'A measurement runs; nothing was imported.', {
      tip: 'Import when it has finished.',
    })
  }

  private async onThread<T>(
    work: (desk: Remote<ExchangeDesk>) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    let died: (reason: Error) => void = () => undefined
    const lost = new Promise<never>((_resolve, reject) => (died = reject))
    const options: ExchangeThreadOptions = { caseLogPath: this.options.caseLogPath }
    const thread = startWorker<ExchangeDesk>('exchangeWorker', options, died, {
      resourceLimits: RESOURCE_LIMITS,
    })
    const cancel = () => void thread.api.cancel()
    signal?.addEventListener('abort', cancel, { once: true })
    if (signal?.aborted) cancel()
    try {
      return await Promise.race([work(thread.api), lost])
    } finally {
      signal?.removeEventListener('abort', cancel)
      await thread.stop()
    }
  }
}

async function archivesOf(paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) if (await isCaseArchive(path)) found.push(path)
  return found
}

function notRead(path: string, problem: Problem | null): PreviewedFile {
  return {
    ...{ path, name: basename(path), problem, format: problem ? null : 'archive', known: false },
    ...{ spectra: 0, range: null, excitationNanometres: null, integrationTimeMs: null },
  }
}

/** Of each file its first spectrum, then the second of each, and so on. */
function shownOf(files: readonly ImportedFile[]): ImportPreview['shown'] {
  const most = Math.max(0, ...files.map(({ spectra }) => spectra.length))
  const shown: ImportPreview['shown'] = []
  for (let place = 0; place < most && shown.length < MOST_SHOWN; place++) {
    for (const file of files) {
      const spectrum = file.spectra[place]
      if (!spectrum || shown.length === MOST_SHOWN) continue
      const { name, wavenumbers, intensities } = spectrum
      shown.push({
        name: `${file.name}: ${name}`,
        wavenumbers: [...wavenumbers],
        intensities: [...intensities],
      })
    }
  }
  return shown
}
