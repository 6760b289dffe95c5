import type { ExportFormat, ExportedCases, ExportReport } from '../../../contract/exchange'
import { StokesError } from '../../../contract/errors'
import { systemClock } from '../../../shared/clock'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { AxisOptions } from '../../../storage/exchange/standardise'
import { caseReport, reportedMeasurement } from './document/caseReport'
import { paperAsHtml } from './document/paperAsHtml'
import { exportCases } from './exportCases'
import { knownModels } from './knownModels'
import { readCaseLogWhile } from '../readCaseLog'
import { readImports, type ReadImports } from './readImports'
import { readCase, readMeasurement } from './readMeasurement'

export interface ExchangeThreadOptions {
  caseLogPath: string
}

export interface ExportRequest {
  chosen: ExportedCases
  format: ExportFormat
  out: string
  deidentify: boolean
}

/** Reading and writing of files, on a thread of its own: it only looks into the case log. */
export class ExchangeDesk {
  private readonly cancelled = new AbortController()

  constructor(private readonly options: ExchangeThreadOptions) {}

  cancel(): void {
    this.cancelled.abort(new StokesError('exchange.cancelled', 'It was cancelled.'))
  }

  export(
    { deidentify, ...request }: ExportRequest,
    onProgress: (measurements: number) => void,
  ): Promise<ExportReport> {
    return readCaseLogWhile(this.options.caseLogPath, (log) => {
      if (deidentify && !log.keys) throw noKey()
      return exportCases({
        ...request,
        log,
        deidentifyKey: deidentify ? log.keys?.pseudonyms : undefined,
        signal: this.cancelled.signal,
        onProgress,
      })
    })
  }

  report(lesionId: string): Promise<string> {
    return readCaseLogWhile(this.options.caseLogPath, async (log) => {
      const { of, acquisitionIds } = readCase(log, lesionId)
      const measurements = acquisitionIds.map((id) => readMeasurement(log, of, id))
      const answer = reportedMeasurement(measurements)?.result?.answer
      const model = answer ? await knownModels(log)(answer.model) : null
      const signatures = log.signatures.ofLesion(lesionId)
      const about = { softwareVersion: softwareVersion(), createdAt: systemClock.timestamp() }
      return paperAsHtml(caseReport(of, measurements, { model, signatures, ...about }))
    })
  }

  read(
    paths: readonly string[],
    options: AxisOptions,
    onProgress: (files: number) => void,
  ): Promise<ReadImports> {
    return readImports(paths, { ...options, signal: this.cancelled.signal, onProgress })
  }
}

function noKey(): StokesError {
  return new StokesError(
    'usage.invalid',
    'The case log is plain, so it has no key that ids and dates could be replaced by.',
    {
      tip: 'Encrypt the case log, or use "stokes export --deidentify --research-key FILE".',
    },
  )
}
