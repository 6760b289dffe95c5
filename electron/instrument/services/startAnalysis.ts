import { setTimeout as wait } from 'node:timers/promises'
import { EngineBeacon } from '../../models/inference/engineBeacon'
import type { AnalysisThread } from './analysis'
import type { ServingModelOptions } from './servingModel'
import { startWorker, type StartedWorker, type WorkerOptions } from './startWorker'

/** Longer than any run that does not hang. */
const STOP_MS = 3000
const LOOK_MS = 5

export interface StartedAnalysis extends StartedWorker<AnalysisThread> {
  /** What its engines are at. */
  beacon: EngineBeacon
}

/**
 * Starts the thread that analyses. To end a thread within a run of ONNX Runtime ends the whole process when the run returns,
 * so `stop` first forbids further runs and waits for the one that is under way; a run that hangs is left to itself.
 */
export function startAnalysis(
  model: ServingModelOptions,
  onDied: (reason: Error) => void,
  { entry = 'analysisWorker', ...options }: WorkerOptions & { entry?: string } = {},
): StartedAnalysis {
  const beacon = new EngineBeacon()
  let stopping = false
  const workerData: ServingModelOptions = { ...model, beacon: beacon.shared }
  const worker = startWorker<AnalysisThread>(
    entry,
    workerData,
    (reason) => {
      if (!stopping) onDied(reason)
    },
    options,
  )
  return {
    api: worker.api,
    beacon,
    stop: async () => {
      stopping = true
      beacon.forbid()
      const until = performance.now() + STOP_MS
      while (beacon.current) {
        if (performance.now() > until) return
        await wait(LOOK_MS)
      }
      await worker.stop()
    },
  }
}
