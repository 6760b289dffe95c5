import { setTimeout as wait } from 'node:timers/promises'
import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import { decodeFrame, type DecodedFrame } from '../protocol/decodeFrame'
import type { ExpectedFrames, FrameGuard } from './frameGuard'
import { expectNoError } from './instrumentError'
import type { ScpiRun } from './scpiRun'

/** How long one `FETCh?` waits: short, so that the line is soon free for other queries. */
const FETCH_WAIT_MS = 100
const ANSWER_MARGIN_MS = 1_000
/** By the protocol, a frame may be this late. */
const FRAME_LATENCY_MS = 100
/** For delays on this side: as long as the watchdog of the instrument has patience. */
const MARGIN_MS = 1_000

/** Time from now by which the next frame of this integration time must have come; the laser is never fired for longer. */
export function frameWindowMs(integrationTimeMs: number): number {
  return Math.ceil(integrationTimeMs) + FRAME_LATENCY_MS + MARGIN_MS
}

interface ExposureContext {
  guard: FrameGuard
  clock: Clock
  /** Called before each wait for a part of a frame; keeps readings fresh, and throws where they forbid to go on. */
  watch: () => Promise<void>
  onStarted?: () => void
  onFrame: (frame: DecodedFrame) => void
}

/**
 * Takes frames as expected and hands each on when it has passed. With the laser, every frame extends the emission by the
 * time that the next one needs: emission is bounded by one frame, however long the acquisition.
 *
 * @throws device.noAnswer when a frame is overdue, what the guard throws, what the instrument refuses
 */
export async function exposeFrames(
  run: ScpiRun,
  expected: ExpectedFrames,
  context: ExposureContext,
): Promise<void> {
  const { guard, onStarted, onFrame } = context
  const { integrationTimeMs, count, laser } = expected
  const windowMs = frameWindowMs(integrationTimeMs)
  const extend = (): void => {
    if (laser) run.send(`SOUR:LAS:FIRE ${windowMs}`)
  }

  // Before it starts: exposures of an acquisition of which nothing is ever fetched have numbers, too.
  guard.begin(expected)
  if (count !== null) run.send(`SENS:AVER:COUN ${count}`)
  extend()
  run.send(count === null ? 'INIT:CONT ON' : 'INIT')
  await expectNoError(run)
  onStarted?.()
  for (let taken = 0; taken !== count; taken++) {
    if (taken > 0) extend()
    const frame = decodeFrame(await fetchFrame(run, windowMs, context))
    onFrame({ ...frame, dropped: guard.check(frame) })
  }
}

async function fetchFrame(
  run: ScpiRun,
  windowMs: number,
  { clock, watch }: Pick<ExposureContext, 'clock' | 'watch'>,
): Promise<Uint8Array> {
  const begun = clock.monotonicMs()
  for (;;) {
    await watch()
    const asked = clock.monotonicMs()
    const block = await run.queryBlock(`FETC? ${FETCH_WAIT_MS}`, FETCH_WAIT_MS + ANSWER_MARGIN_MS)
    if (block.length > 0) return block
    // An empty block is also what a refused FETCh? answers, and then it comes at once.
    await expectNoError(run)
    const now = clock.monotonicMs()
    if (now - begun > windowMs) throw overdue(windowMs)
    await wait(Math.max(0, FETCH_WAIT_MS - (now - asked)))
  }
}

function overdue(windowMs: number): StokesError {
  return new StokesError('device.noAnswer', `The instrument gave no frame within ${windowMs} ms.`, {
    tip: 'Measure again. If it stays so, connect again.',
  })
}
