import type {
  DeidentificationPreview,
  ExportFormat,
  ExportedCases,
  ExportReport,
} from '../../../contract/exchange'
import { StokesError } from '../../../contract/errors'
import { systemClock } from '../../../shared/clock'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { AxisOptions } from '../../../storage/exchange/standardise'
import { deidentificationPreview } from './deidentificationPreview'
import { caseReport, reportedMeasurement } from './document/caseReport'
import { paperAsHtml } from './document/paperAsHtml'
import { exportCases } from './exportCases'
import { knownModels } from './knownModels'
import { readCaseLogWhile } from '../readCaseLog'
import { readImports, type ReadImports } from './readImports'
import { readCase, readMeasurement } from './readMeasurement'
import { researchKeyOf } from './researchKey'

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
    return readCaseLogWhile(this.options.caseLogPath, (log) =>
      exportCases({
        ...request,
        log,
        deidentifyKey: deidentify ? researchKeyOf(log) : undefined,
        signal: this.cancelled.signal,
        onProgress,
      }),
    )
  }

  deidentification(chosen: ExportedCases): Promise<DeidentificationPreview> {
    return readCaseLogWhile(this.options.caseLogPath, (log) =>
      Promise.resolve(deidentificationPreview(log, chosen)),
    )
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
