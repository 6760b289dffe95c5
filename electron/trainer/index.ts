import { setPriority } from 'node:os'
import { StokesError } from '../contract/errors'
import { toTrainerSchema, type FromTrainer, type TrainerTask } from '../contract/trainer'
import { systemClock } from '../shared/clock'
import { train } from './train'
import { trainingProblem } from './trainingProblem'

/** Of 20 steps between the highest and the lowest right to the processor: whoever measures comes first. */
const NICENESS = 15
const WATCH_MS = 1000

const cancelled = new AbortController()

/** What was said is with the other process when it resolves. */
function say(message: FromTrainer): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send) throw new Error('This program is started by Stokes.')
    process.send(message, () => {
      resolve()
    })
  })
}

async function run(task: TrainerTask): Promise<void> {
  watchMemory(task)
  try {
    const trained = await train(task, {
      signal: cancelled.signal,
      onSplit: ({ patients }) => void say({ type: 'split', patients }),
      onProgress: ({ stage, step, steps, loss = null, watchedLoss = null }) =>
        void say({
          type: 'progress',
          point: { stage, step, steps, loss, watchedLoss, at: systemClock.timestamp() },
        }),
    })
    await say({ type: 'finished', run: trained })
  } catch (error) {
    const reason: unknown = cancelled.signal.aborted ? cancelled.signal.reason : error
    const problem = trainingProblem(reason, task.folder)
    await say(problem.code === 'training.cancelled' ? { type: 'cancelled' } : { type: 'failed', problem })
  }
  process.exit(0)
}

/** Gives up before the system has to choose which process to kill. */
function watchMemory({ memoryLimitMegabytes }: TrainerTask): void {
  setInterval(() => {
    const used = process.memoryUsage.rss() / 2 ** 20
    if (used <= memoryLimitMegabytes) return
    cancelled.abort(
      new StokesError(
        'training.interrupted',
        `The run needs more than ${memoryLimitMegabytes} MB of memory.`,
        { tip: 'Train on fewer spectra, or with a smaller batch.' },
      ),
    )
  }, WATCH_MS).unref()
}

setPriority(NICENESS)
// Nobody would hear of what comes of it.
process.once('disconnect', () => process.exit(1))
// A terminal sends Ctrl-C to every process of the application; the instrument process says what is to happen.
process.on('SIGINT', () => undefined)
process.on('message', (received) => {
  const message = toTrainerSchema.parse(received)
  if (message.type === 'start') void run(message.task)
  else cancelled.abort(new StokesError('training.cancelled', 'The run was cancelled.'))
})
