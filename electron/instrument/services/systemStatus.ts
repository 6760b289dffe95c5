import type { Remote } from 'comlink'
import { preprocessingImplementation } from '../../analysis/preprocessing/nativeAddon'
import { toProblem, type Problem } from '../../contract/errors'
import type { SystemStatus } from '../../contract/system'
import { graphicsPath } from '../../shared/graphicsPath'
import { softwareVersion } from '../../shared/softwareVersion'
import type { AnalysisSwitch } from './analysisSwitch'
import type { CaseLogDesk } from './caseLogDesk'
import { runtimeDescription } from './runtimeDescription'

interface SystemStatusParts {
  caseLog: Remote<CaseLogDesk>
  analysis: AnalysisSwitch
}

/** What works and what does not, each part asked. */
export async function systemStatus({ caseLog, analysis }: SystemStatusParts): Promise<SystemStatus> {
  const problems: Problem[] = []
  const ask = async <T>(question: Promise<T>): Promise<T | null> => {
    try {
      return await question
    } catch (error) {
      problems.push(toProblem(error))
      return null
    }
  }
  const [analysed, log] = await Promise.all([ask(analysis.describe()), ask(caseLog.describe())])
  return {
    softwareVersion: softwareVersion(),
    runtime: runtimeDescription(),
    preprocessing: preprocessingImplementation(),
    graphics: graphicsPath(),
    engines: analysed?.engines ?? [],
    enginesTriedAt: analysed?.enginesTriedAt ?? null,
    engineFailures: analysis.failures,
    model: analysed?.model ?? null,
    caseLog: log && { path: log.path, schemaVersion: log.schemaVersion, writable: log.writable },
    problems,
  }
}
