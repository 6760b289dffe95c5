import { totalmem } from 'node:os'
import { join } from 'node:path'
import type { Remote } from 'comlink'
import type { Problem } from '../../../contract/errors'
import type { Clock } from '../../../shared/clock'
import { resourcesFolder } from '../../../shared/paths'
import type { AnalysisSwitch } from '../analysisSwitch'
import { DEFAULT_MODEL } from '../servingModel'
import { LearningFolder } from './learningFolder'
import { LearningService, type OfferedLearning } from './learningService'
import { onLearningThread } from './learningThread'
import { RegistryService } from './registryService'
import { RunQueue } from './runQueue'
import { TrainerProcess } from './trainerProcess'

export interface CreateLearningOptions {
  caseLogPath: string
  log: Remote<OfferedLearning>
  analysis: AnalysisSwitch
  clock: Clock
  tellProblem: (problem: Problem) => void
  /** Program of the training process. @default the one that is built */
  trainer?: string | undefined
}

export interface Learning {
  service: LearningService
  /** Takes up what served and what waits. A case log that cannot be opened has neither. */
  begin: () => Promise<void>
  /** The run that is trained is interrupted. */
  close: () => Promise<void>
}

/** Puts together what the researcher works with. */
export function createLearning({
  caseLogPath,
  log,
  analysis,
  clock,
  tellProblem,
  trainer,
}: CreateLearningOptions): Learning {
  const folder = new LearningFolder(caseLogPath)
  const onThread: RegistryServiceThread = (work) => onLearningThread({ caseLogPath }, work)
  const registry = new RegistryService({
    runs: log.runs,
    models: log.models,
    shadowResults: log.shadowResults,
    analysis,
    folder,
    shippedFolder: join(resourcesFolder(), 'models', DEFAULT_MODEL),
    onLearningThread: onThread,
    changed: () => {
      service.tell({ type: 'models' })
    },
    tellProblem,
  })
  const requireUnchanged = async (hash: string): Promise<void> => {
    const { source, external } = await log.dataSets.get(hash)
    if (source.kind !== 'cases' || external) return
    await onThread((desk) => desk.requireUnchanged(hash, source.filter.labels))
  }
  const queue = new RunQueue({
    runs: log.runs,
    hiddenPatients: () => log.externalSets.hiddenPatients(),
    requireUnchanged,
    folder,
    startTrainer: (task) => new TrainerProcess({ task, entry: trainer }),
    // Half of the memory is left to the instrument, the window and the system.
    memoryLimitMegabytes: Math.max(1024, Math.floor(totalmem() / 2 ** 21)),
    clock,
    tell: (event) => {
      service.tell(event)
    },
    tellProblem,
  })
  const service = new LearningService({
    log,
    queue,
    registry,
    folder,
    requireUnchanged,
    onLearningThread: onThread,
  })
  return {
    service,
    begin: async () => {
      const restored = registry.restore()
      analysis.waitFor(restored)
      await restored
      queue.advance()
    },
    close: () => queue.close(),
  }
}

type RegistryServiceThread = ConstructorParameters<typeof RegistryService>[0]['onLearningThread']
