import { parentPort, workerData } from 'node:worker_threads'
import { softwareVersion } from '../../shared/softwareVersion'
import { Analysis, type AnalysisThread, type AnalysisTells } from '../services/analysis'
import { rehearse } from '../services/rehearse'
import { openServingModel, type ServingModelOptions } from '../services/servingModel'
import { exposeWorker } from './exposeWorker'

/** Loads the model when it is first needed, once: the window opens meanwhile. */
const analysis = openServingModel(workerData as ServingModelOptions, {
  onFailure: (failure) => parentPort?.postMessage({ engineFailure: failure } satisfies AnalysisTells),
}).then((serving) => new Analysis(serving, softwareVersion()))
// Who calls hears of what fails; without a call nobody does yet.
analysis.then(rehearse).catch(() => undefined)

exposeWorker({
  describe: async () => (await analysis).describe(),
  preview: async (...args) => (await analysis).preview(...args),
  answer: async (...args) => (await analysis).answer(...args),
  judge: async (...args) => (await analysis).judge(...args),
  complete: async (...args) => (await analysis).complete(...args),
  reconsiderEngines: async () => (await analysis).reconsiderEngines(),
} satisfies AnalysisThread)
