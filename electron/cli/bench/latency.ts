import { aloneResult, distributionOf } from './distribution'
import { benchReport, type BenchReport, type BenchResult } from './report'
import { BenchedApplication } from './window/application'
import type { AnsweredMark, ShownMark } from './window/marks'

type Moment = Exclude<keyof AnsweredMark, 'acquisitionId' | 'complete'>

/** No multiple of the 16.7 ms of an animation frame: with 100 ms all frames would come at one phase of it, 4 ms before the next or 16. */
const LIVE_MS = 97
const FRAMES = 200
const MEASUREMENTS = 30
/** The first ones pay for compilation. */
const WARM_UP = 20
/** As short as the quality gates let pass. */
const PLAN = { integrationTimeMs: 100, accumulations: 5, darkFrames: 1 }

/**
 * From a frame that is complete on the wire to its paint: the first animation frame after the chart has reported itself
 * finished. Live frames with the laser on, preprocessed by the model's recipe; answers as they are judged, and with their
 * bands confirmed.
 */
export async function benchLatency(): Promise<BenchReport> {
  const application = await BenchedApplication.start()
  try {
    await application.prepare(PLAN)
    const shown = await shownFrames(application)
    const answered = await answers(application)
    const judged = answered.filter(({ complete }) => !complete)
    const complete = answered.filter((mark) => mark.complete)
    const hop = (name: string, from: keyof ShownMark, to: keyof ShownMark) =>
      aloneResult(`live frame, ${name}`, distributionOf(shown.map((mark) => mark[to] - mark[from])), 'ms')
    return benchReport('latency', [
      hop('wire to paint', 'completedAt', 'paintedAt'),
      hop('wire to the port of the window', 'completedAt', 'sentAt'),
      hop('port', 'sentAt', 'receivedAt'),
      hop('chart', 'receivedAt', 'drawnAt'),
      hop('animation frame', 'drawnAt', 'paintedAt'),
      answerHop('wire to painted answer', judged, 'completedAt', 'paintedAt'),
      answerHop('wire to the window', judged, 'completedAt', 'receivedAt'),
      answerHop('panel and chart', judged, 'receivedAt', 'drawnAt'),
      answerHop('animation frame', judged, 'drawnAt', 'paintedAt'),
      answerHop('wire to painted bands', complete, 'completedAt', 'paintedAt'),
    ])
  } finally {
    await application.close()
  }
}

function answerHop(name: string, marks: AnsweredMark[], from: Moment, to: Moment): BenchResult {
  return aloneResult(`last frame, ${name}`, distributionOf(marks.map((mark) => mark[to] - mark[from])), 'ms')
}

async function shownFrames(application: BenchedApplication): Promise<ShownMark[]> {
  await application.evaluate(`bench.live(${LIVE_MS})`)
  await application.evaluate(`bench.poll(() => bench.shown.length >= ${WARM_UP + FRAMES})`)
  await application.evaluate('bench.stop()')
  return (await application.evaluate<ShownMark[]>('bench.shown')).slice(WARM_UP)
}

async function answers(application: BenchedApplication): Promise<AnsweredMark[]> {
  for (let i = 0; i <= MEASUREMENTS; i++) await application.measure(PLAN)
  // Not the first ones: that of the preparation, and the one after the live view. Each is painted twice.
  return (await application.evaluate<AnsweredMark[]>('bench.answered')).slice(4)
}
