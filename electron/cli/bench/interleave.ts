/** One contender: does the work `repetitions` times and says how many seconds that took. */
export type Contender = (repetitions: number) => Promise<number> | number

/** Something to be measured against, or why there is nothing. */
export type Peer = { contender: Contender; version: string } | { absent: string }

export interface Timing {
  best: number
  median: number
}

/** Many and short: on a shared machine each contender then meets a moment in which nothing else runs. */
const ROUNDS = 25
/** Each turn lasts about this long, so that the clock's grain and the start of a turn do not count. */
const TURN_SECONDS = 0.06

/**
 * Times contenders in turns, round after round, so that whatever else the machine does falls on all of them.
 *
 * @returns seconds for one repetition, in the order of the contenders
 */
export async function interleave(contenders: readonly Contender[]): Promise<Timing[]> {
  const repetitions: number[] = []
  for (const contender of contenders) repetitions.push(await calibrate(contender))
  const times: number[][] = contenders.map(() => [])
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const count = repetitions[index]!
      times[index]!.push((await contender(count)) / count)
    }
  }
  return times.map((seconds) => {
    const sorted = seconds.toSorted((a, b) => a - b)
    return { best: sorted[0]!, median: sorted[sorted.length >> 1]! }
  })
}

/** How often fits a turn; the contender is warm afterwards. */
async function calibrate(contender: Contender): Promise<number> {
  let repetitions = 1
  for (;;) {
    const seconds = await contender(repetitions)
    if (seconds > TURN_SECONDS / 4) return Math.max(1, Math.round((repetitions * TURN_SECONDS) / seconds))
    repetitions *= 4
  }
}
