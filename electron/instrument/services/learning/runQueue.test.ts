import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { StokesError, type Problem } from '../../../contract/errors'
import type { FromTrainer } from '../../../contract/trainer'
import { EventQueue } from '../../../shared/eventQueue'
import { openTestLog, steppingClock, temporaryFolder } from '../../../storage/fixtures'
import { addDataSet, A_SPLIT, aReport, queueRun } from '../../../storage/learningFixtures'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { Runs } from '../../../storage/repositories/runs'
import { LearningFolder } from './learningFolder'
import { RunQueue, type RunQueueOptions } from './runQueue'

let log: CaseLog
let remove: () => void
let queue: RunQueue
let problems: Problem[]

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(join(temporary.folder, 'cases.db'))
  addDataSet(log)
  problems = []
})
afterEach(async () => {
  await queue.close()
  log.close()
  remove()
})

/** A run that says at once that it is finished. */
function finished(): EventQueue<FromTrainer> {
  const messages = new EventQueue<FromTrainer>()
  messages.push({ type: 'split', patients: A_SPLIT })
  messages.push({ type: 'finished', run: { report: aReport(), engine: 'onnx-cpu', bundleHash: null } })
  return messages
}

/** The queue over the real case log, whose disk is full for what `changes` say. */
function begin(changes: Partial<Runs>): void {
  queue = new RunQueue({
    // As a thread would offer it: each call is answered later.
    runs: new Proxy(
      { ...log.learning.runs, ...changes },
      {
        get:
          (runs, name: keyof Runs) =>
          async (...args: never[]) => {
            await Promise.resolve()
            return Reflect.apply(runs[name], runs, args) as unknown
          },
      },
    ) as unknown as RunQueueOptions['runs'],
    hiddenPatients: () => Promise.resolve([]),
    requireUnchanged: () => Promise.resolve(),
    folder: new LearningFolder('/nowhere/cases.db'),
    startTrainer: () => ({
      messages: finished(),
      cancel: () => Promise.resolve(),
      kill: () => Promise.resolve(),
    }),
    memoryLimitMegabytes: 1024,
    clock: steppingClock(),
    tell: () => undefined,
    tellProblem: (problem) => problems.push(problem),
    retryMs: 5,
  })
  queue.advance()
}

const fullFor = <Name extends 'start' | 'finish'>(name: Name, times: number): Pick<Runs, Name> => {
  let left = times
  const really = log.learning.runs[name] as (...args: unknown[]) => unknown
  return {
    [name]: (...args: unknown[]) => {
      if (left-- > 0) throw new StokesError('storage.diskFull', 'The disk is full.')
      return really(...args)
    },
  } as unknown as Pick<Runs, Name>
}
const states = () => log.learning.runs.list().map(({ state }) => state)

it.each(['start', 'finish'] as const)(
  'waits for a full disk at the %s of a run, and goes on by itself',
  async (name) => {
    queueRun(log)
    queueRun(log)
    begin(fullFor(name, 3))
    await expect.poll(states, { timeout: 5000 }).toEqual(['finished', 'finished'])
    expect(problems.map(({ code }) => code)).toEqual(['storage.diskFull'])
  },
)

it('is closed while the disk is full: the run is found as one that was interrupted', async () => {
  queueRun(log)
  begin(fullFor('finish', Infinity))
  await expect.poll(() => problems.length).toBe(1)
  await queue.close()
  expect(states()).toEqual(['running'])
})
