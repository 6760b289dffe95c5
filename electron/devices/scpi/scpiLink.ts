import { StokesError } from '../../contract/errors'
import type { NewId } from '../../shared/ids'
import { inTurns } from '../../shared/inTurns'
import { AnswerParser, type Answer } from '../protocol/answerParser'
import { encodeMessages, quoted } from '../protocol/programMessage'
import type { ByteTransport } from '../transport/byteTransport'
import { startDeadline } from '../transport/deadline'

/** An answer to an ordinary query takes about a millisecond. */
const ANSWER_TIMEOUT_MS = 1_000
const RESYNC_TIMEOUT_MS = 2_000

interface Waiter {
  settle: (answer: Answer) => void
  fail: (problem: StokesError) => void
}

/**
 * Commands and queries on one line. A command goes out at once, even while a query waits: the heartbeat and laser off must
 * never stand in a queue. Queries take turns, one on the wire at a time.
 *
 * After an answer that was late, harmed or not asked for, the line is out of step: the next query first throws away
 * everything up to the answer of a fresh token, so that no stale answer is ever taken for another.
 */
export class ScpiLink {
  private readonly parser = new AnswerParser((answer) => {
    this.take(answer)
  })
  private waiter: Waiter | null = null
  private readonly inTurn = inTurns()
  private inStep = false
  private bytesReceived = 0
  private loss: StokesError | null = null

  constructor(
    private readonly transport: ByteTransport,
    private readonly newId: NewId,
  ) {
    transport.onBytes((bytes) => {
      this.bytesReceived += bytes.length
      this.parser.feed(bytes)
    })
    transport.onLost((problem) => {
      this.lose(problem)
    })
  }

  /** Why the line is of no use any more; null while it is. */
  get lost(): StokesError | null {
    return this.loss
  }

  /** Called once when the line is lost. */
  onLost: (problem: StokesError) => void = () => undefined

  /** Commands that answer nothing. They are on their way when this returns. */
  send(...messages: string[]): void {
    if (!this.loss) this.transport.write(encodeMessages(...messages))
  }

  /**
   * A query that answers a line.
   *
   * @throws device.noAnswer, device.garbled, device.unplugged
   */
  async query(message: string, timeoutMs = ANSWER_TIMEOUT_MS): Promise<string> {
    const answer = await this.exchange(message, timeoutMs)
    if (answer.kind === 'line') return answer.text
    throw this.outOfStep(`${message} was answered by ${nameOf(answer)}`)
  }

  /** A query that answers a block, which may be empty. Throws as `query` does. */
  async queryBlock(message: string, timeoutMs = ANSWER_TIMEOUT_MS): Promise<Uint8Array> {
    const answer = await this.exchange(message, timeoutMs)
    if (answer.kind === 'block') return answer.payload
    throw this.outOfStep(`${message} was answered by ${nameOf(answer)}`)
  }

  /** Throws away whatever comes until the instrument answers a token that it was never given before. */
  resync(timeoutMs = RESYNC_TIMEOUT_MS): Promise<void> {
    return this.inTurn(() => this.findStep(timeoutMs))
  }

  /** Lets what was sent go out, then releases the line. */
  async close(): Promise<void> {
    this.onLost = () => undefined
    await this.transport.close()
    this.lose(new StokesError('device.wrongState', 'The connection to the instrument was closed.'))
  }

  private exchange(message: string, timeoutMs: number): Promise<Answer> {
    return this.inTurn(async () => {
      if (!this.inStep) await this.findStep(RESYNC_TIMEOUT_MS)
      this.inStep = false
      const answer = await this.wait(
        timeoutMs,
        () => {
          this.send(message)
        },
        () => this.noAnswer(message, timeoutMs),
      )
      this.inStep = answer.kind !== 'garbage'
      return answer
    })
  }

  private async findStep(timeoutMs: number): Promise<void> {
    const token = this.newId()
    const receivedBefore = this.bytesReceived
    // The first LF ends a message of which half was sent.
    await this.wait(
      timeoutMs,
      (found) => {
        this.parser.seek(`${token}\n`, () => {
          found({ kind: 'line', text: token })
        })
        this.send('', `SYST:ECHO? ${quoted(token)}`)
      },
      () => {
        const received = this.bytesReceived - receivedBefore
        return received === 0
          ? this.noAnswer('SYST:ECHO?', timeoutMs)
          : garbled(`${received} bytes came within ${timeoutMs} ms, but not the answer to SYST:ECHO?`)
      },
    )
    this.inStep = true
  }

  private wait(
    timeoutMs: number,
    start: (settle: (answer: Answer) => void) => void,
    late: () => StokesError,
  ): Promise<Answer> {
    if (this.loss) return Promise.reject(this.loss)
    return new Promise((resolve, reject) => {
      const end = (): void => {
        cancelDeadline()
        this.waiter = null
      }
      const waiter: Waiter = {
        settle: (answer) => {
          end()
          resolve(answer)
        },
        fail: (problem) => {
          end()
          reject(problem)
        },
      }
      const cancelDeadline = startDeadline(timeoutMs, () => {
        waiter.fail(late())
      })
      this.waiter = waiter
      start(waiter.settle)
    })
  }

  private take(answer: Answer): void {
    if (this.waiter) this.waiter.settle(answer)
    else this.inStep = false
  }

  private lose(problem: StokesError): void {
    if (this.loss) return
    this.loss = problem
    this.waiter?.fail(problem)
    this.onLost(problem)
  }

  private outOfStep(what: string): StokesError {
    this.inStep = false
    return garbled(what)
  }

  private noAnswer(message: string, timeoutMs: number): StokesError {
    const { incomplete } = this.parser
    if (incomplete)
      return garbled(`the answer to ${message} broke off: ${incomplete} came within ${timeoutMs} ms`)
    return new StokesError(
      'device.noAnswer',
      `The instrument on ${this.transport.path} did not answer ${message} within ${timeoutMs} ms.`,
      { tip: 'Check that it is switched on and that this is its port, then connect again.' },
    )
  }
}

function nameOf(answer: Answer): string {
  switch (answer.kind) {
    case 'garbage':
      return answer.reason
    case 'block':
      return `a block of ${answer.payload.length} bytes`
    case 'line':
      return `the line "${answer.text.slice(0, 40)}"`
  }
}

function garbled(what: string): StokesError {
  return new StokesError('device.garbled', `What the instrument sent is not readable: ${what}.`, {
    tip: 'Nothing of it was used. Check the cable, then try again.',
  })
}
