import { workerData } from 'node:worker_threads'
import { softwareVersion } from '../../shared/softwareVersion'
import { Analysis } from '../services/analysis'
import { openServingModel, type ServingModelOptions } from '../services/servingModel'
import { exposeWorker } from './exposeWorker'

/** Loads the model when it is first needed, once: the window opens meanwhile. */
const analysis = openServingModel(workerData as ServingModelOptions).then(
  (serving) => new Analysis(serving, softwareVersion()),
)
// Who calls hears of it; without a call nobody does yet.
analysis.catch(() => undefined)

export interface AnalysisThread {
  describe(): Promise<ReturnType<Analysis['describe']>>
  preview(...args: Parameters<Analysis['preview']>): Promise<ReturnType<Analysis['preview']>>
  answer(...args: Parameters<Analysis['answer']>): ReturnType<Analysis['answer']>
}

exposeWorker({
  describe: async () => (await analysis).describe(),
  preview: async (...args) => (await analysis).preview(...args),
  answer: async (...args) => (await analysis).answer(...args),
} satisfies AnalysisThread)
