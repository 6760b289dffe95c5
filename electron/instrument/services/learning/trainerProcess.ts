import { fork, type ChildProcess } from 'node:child_process'
import { isAbsolute } from 'node:path'
import { StokesError } from '../../../contract/errors'
import {
  fromTrainerSchema,
  type FromTrainer,
  type ToTrainer,
  type TrainerTask,
} from '../../../contract/trainer'
import { EventQueue } from '../../../shared/eventQueue'
import { programPath } from '../../../shared/paths'

/** How long a run may take to come to a place where it can be cancelled. */
const CANCEL_MS = 10_000
/** What is shown of what it last said before it died. */
const LAST_WORDS = 2000

export interface TrainerOptions {
  task: TrainerTask
  /** The name of the built program, or the path of another. @default 'trainer' */
  entry?: string | undefined
}

/** A training process and its one run. */
export class TrainerProcess {
  /** All that it says; fails with `training.interrupted` where the process ends before it says how the run ended. */
  readonly messages: AsyncIterable<FromTrainer>
  private readonly child: ChildProcess
  private readonly ended: Promise<void>

  constructor({ task, entry = 'trainer' }: TrainerOptions) {
    this.child = fork(isAbsolute(entry) ? entry : programPath(entry), [], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [`--max-old-space-size=${task.memoryLimitMegabytes}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    })
    const messages = new EventQueue<FromTrainer>()
    this.messages = messages
    let lastWords = ''
    this.child.stderr?.on('data', (text) => {
      lastWords = (lastWords + String(text)).slice(-LAST_WORDS)
    })
    this.child.on('message', (received) => {
      messages.push(fromTrainerSchema.parse(received))
    })
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        messages.fail(interrupted(`The training process could not be started: ${error.message}.`))
        resolve()
      })
      // Not `exit`: what it said last is heard before.
      this.child.once('close', (code, signal) => {
        messages.fail(
          interrupted(`The training process ended (${signal ?? `exit code ${code}`}).`, lastWords),
        )
        resolve()
      })
    })
    this.send({ type: 'start', task })
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  /** Asks it to end its run, and ends it where it does not hear. */
  async cancel(): Promise<void> {
    this.send({ type: 'cancel' })
    const timer = setTimeout(() => this.child.kill('SIGKILL'), CANCEL_MS)
    await this.ended
    clearTimeout(timer)
  }

  /** At once; the run can be resumed from its last checkpoint. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }

  private send(message: ToTrainer): void {
    // One that has ended says so by itself.
    this.child.send(message, () => undefined)
  }
}

function interrupted(message: string, lastWords = ''): StokesError {
  const why = /out of memory|allocation failed/i.test(lastWords) ? ' It ran out of memory.' : ''
  return new StokesError('training.interrupted', `${message}${why} No model came of the run.`, {
    tip: 'Resume it: it goes on from its last checkpoint.',
    ...(lastWords && { details: { lastWords } }),
  })
}
