import { spawnSync } from 'node:child_process'
import { parentPort, workerData } from 'node:worker_threads'
import {
  Analysis,
  type AnalysisTells,
  type AnalysisThread,
} from '../../electron/instrument/services/analysis'
import { openServingModel, type ServingModelOptions } from '../../electron/instrument/services/servingModel'
import { exposeWorker } from '../../electron/instrument/workers/exposeWorker'
import type { InferenceEngine } from '../../electron/models/inference/inferenceEngine'
import { openEngine } from '../../electron/models/inference/openEngine'

/** What is wrong with the engine `onnx-webgpu` of this thread: all others are real. */
export type Fault =
  'hangs' | 'hangsInNativeCode' | 'endsTheThread' | 'eatsMemory' | 'throws' | 'hangsWhenOpened'

const { fault, after, ...options } = workerData as ServingModelOptions & { fault: Fault; after: number }

/** Runs while the engine is chosen and warmed up: of the reference, five for the time, one and its covering. */
let runs = 0

function fail(): void {
  switch (fault) {
    case 'hangs':
      for (;;);
    case 'hangsInNativeCode':
      spawnSync('sleep', ['6'])
      return
    case 'endsTheThread':
      process.exit(7)
      break
    case 'eatsMemory': {
      const kept: number[][] = []
      for (;;) kept.push(Array.from({ length: 1e5 }, (_, i) => i + kept.length))
    }

    case 'throws':
      throw new Error('the device was lost')
    case 'hangsWhenOpened':
      return
  }
}

/** Time that goes on only in the other engines, so that the faulty one is the fastest. */
let time = 0

const open: typeof openEngine = async (name, model) => {
  if (name !== 'onnx-webgpu') {
    const real = await openEngine(name, model)
    const slower: InferenceEngine = {
      name,
      run: (...input) => {
        time += 1
        return real.run(...input)
      },
      dispose: () => real.dispose(),
    }
    return slower
  }
  if (fault === 'hangsWhenOpened') for (;;);
  const real = await openEngine('onnx-cpu', model)
  return {
    name,
    run: async (...input) => {
      runs += 1
      if (runs > after) fail()
      return real.run(...input)
    },
    dispose: () => real.dispose(),
  }
}

const analysis = openServingModel(options, {
  open,
  clock: { timestamp: () => new Date().toISOString(), monotonicMs: () => time },
  onFailure: (failure) => parentPort?.postMessage({ engineFailure: failure } satisfies AnalysisTells),
}).then((serving) => new Analysis(serving, 'test'))
analysis.catch(() => undefined)

exposeWorker({
  describe: async () => (await analysis).describe(),
  preview: async (...args) => (await analysis).preview(...args),
  answer: async (...args) => (await analysis).answer(...args),
  judge: async (...args) => (await analysis).judge(...args),
  complete: async (...args) => (await analysis).complete(...args),
  reconsiderEngines: async () => (await analysis).reconsiderEngines(),
} satisfies AnalysisThread)
