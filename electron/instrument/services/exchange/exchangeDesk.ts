import type { ExportFormat, ExportedCases, ExportReport } from '../../../contract/exchange'
import { StokesError } from '../../../contract/errors'
import type { ModelSummary } from '../../../contract/system'
import { systemClock } from '../../../shared/clock'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { AxisOptions } from '../../../storage/exchange/standardise'
import { caseReport } from './document/caseReport'
import { exportCases } from './exportCases'
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
  model: ModelSummary | null
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

  report(lesionId: string, model: ModelSummary | null): Promise<string> {
    return readCaseLogWhile(this.options.caseLogPath, (log) => {
      const { of, acquisitionIds } = readCase(log, lesionId)
      const measurements = acquisitionIds.map((id) => readMeasurement(log, of, id))
      const about = { model, softwareVersion: softwareVersion(), createdAt: systemClock.timestamp() }
      return Promise.resolve(caseReport(of, measurements, about))
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
