import { StokesError } from '../../../contract/errors'

interface RefusedPlan {
  powerMilliwatts: number
  /** Null for a live view. */
  neededSeconds: number | null
  remainingSeconds: number
  /** Null where no wait is enough. */
  waitSeconds: number | null
}

/** Why a lesion may not be exposed as planned, and what to do about it. */
export function doseRefused({
  powerMilliwatts,
  neededSeconds,
  remainingSeconds,
  waitSeconds,
}: RefusedPlan): StokesError {
  const seconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} s`
  const more = remainingSeconds < 0.05 ? 'nothing' : seconds(remainingSeconds)
  const allows = `The exposure limit of this site allows ${more} more at ${powerMilliwatts.toFixed(1)} mW`
  const message =
    neededSeconds === null
      ? `${allows}: too little for a live view.`
      : `${allows}; the measurement needs ${seconds(neededSeconds)}.`
  const tip =
    waitSeconds === null
      ? 'Shorten the exposure or lower the power: no rest would be long enough for it.'
      : `Wait ${Math.ceil(waitSeconds)} s, shorten the exposure or lower the power.`
  return new StokesError('laser.doseReached', message, {
    tip,
    details: { powerMilliwatts, neededSeconds, remainingSeconds, waitSeconds },
  })
}
