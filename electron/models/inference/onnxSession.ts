import { readFile, rm } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InferenceSession, TensorConstructor } from 'onnxruntime-node'
import { StokesError } from '../../contract/errors'
import { randomId } from '../../shared/ids'
import { sleepingThreads } from '../onnx/sleepingThreads'
import { recordedNames, requireHardware, type OnnxProvider } from './onnxProviders'

/** Makes the inputs of a run; a tensor is made by what the runtime brings. */
export type MakeFeeds = (Tensor: TensorConstructor) => InferenceSession.FeedsType

/**
 * Opens a graph on one provider of ONNX Runtime.
 *
 * What a provider cannot do the runtime gives to the CPU and says nothing. So a first run is recorded, and a provider that
 * did less than half of the operators is refused: it must not pass for a GPU. (Forbidding every operator on the CPU, as the
 * runtime can, would refuse a GPU for one small operator that it lacks.)
 *
 * @param feeds inputs of the first run
 * @throws StokesError `engine.unavailable`, or Error where the runtime does not load or refuses the graph
 */
export async function openOnnxSession(
  onnx: Uint8Array,
  provider: OnnxProvider,
  feeds: MakeFeeds,
): Promise<InferenceSession> {
  requireHardware(provider)
  // Loaded only now, so that a machine on which its native part does not load can still use another engine.
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node')
  env.logLevel = 'fatal'
  const open = (options: InferenceSession.SessionOptions) =>
    InferenceSession.create(onnx, {
      executionProviders: [provider],
      logSeverityLevel: 4,
      extra: sleepingThreads,
      ...options,
    })
  if (provider === 'cpu') return open({})

  const record = `stokes-${randomId()}`
  const session = await open({ enableProfiling: true, profileFilePrefix: join(tmpdir(), record) }).catch(
    (cause: unknown) => {
      if (!String(cause).includes('WebGPU adapter')) throw cause
      throw new StokesError('engine.unavailable', 'WebGPU found no GPU that it can use', { cause })
    },
  )
  try {
    await session.run(feeds(Tensor))
    session.endProfiling()
    await requireOwnWork(record, provider)
  } catch (error) {
    await session.release().catch(() => undefined)
    throw error
  } finally {
    for (const file of recordsOf(record)) await rm(file, { force: true })
  }
  return session
}

function recordsOf(record: string): string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(record))
    .map((name) => join(tmpdir(), name))
}

interface ProfileEvent {
  cat: string
  args?: { provider?: string; op_name?: string }
}

async function requireOwnWork(record: string, provider: OnnxProvider): Promise<void> {
  const [file] = recordsOf(record)
  const events = file === undefined ? [] : (JSON.parse(await readFile(file, 'utf8')) as ProfileEvent[])
  const { own, all } = shareOfWork(events, recordedNames[provider])
  if (own * 2 > all) return
  throw new StokesError(
    'engine.unavailable',
    `ONNX Runtime gave ${all - own} of ${all} operators of the model to the CPU instead of ${provider}`,
  )
}

/** How many operators a provider ran, by the runtime's record. Copies between memories are no operators. */
export function shareOfWork(events: readonly ProfileEvent[], name: string): { own: number; all: number } {
  const operators = events.filter(
    ({ cat, args }) => cat === 'Node' && args?.provider !== undefined && !args.op_name?.startsWith('Memcpy'),
  )
  return { own: operators.filter(({ args }) => args?.provider === name).length, all: operators.length }
}
