import { COSMIC_RAYS_PER_SECOND } from '../detector/cosmicRays'
import type { Disturbances } from '../disturbances'
import type { Random } from '../random/random'

/** What a disturbance does to one frame, beside what lies under the objective. */
export interface Circumstances {
  /** Factors on the Raman light and on the background. */
  readonly raman: number
  readonly background: number
  /** Bends the background: its logarithm changes by this over 1 000 cm-1. */
  readonly tilt: number
  /** Part of all light that comes through window and fibre. */
  readonly transmission: number
  /** Fluorescence of what sticks to the window, photons per second, mW and cm-1. */
  readonly smear: number
  /** Part of the room's light that reaches an open objective, where it is not the sample's. */
  readonly roomLight: number | undefined
  /** Part of it that reaches the detector beside that in frames without the laser, whatever the shutter does. */
  readonly leak: number
  readonly cosmicRaysPerSecond: number
}

export const CALM: Circumstances = {
  raman: 1,
  background: 1,
  tilt: 0,
  transmission: 1,
  smear: 0,
  roomLight: undefined,
  leak: 0,
  cosmicRaysPerSecond: COSMIC_RAYS_PER_SECOND,
}

/** A sample that saturates is so much brighter. */
const TOO_BRIGHT = 40
/** A probe that is lifted off lets this part of the room in; one that is lifted for the dark frames, this one. */
const LIFTED = 0.6
const LEAK = 0.5
/** Fifteen hits in a second, where one in two minutes is usual. */
const SHOWER_PER_SECOND = 15
const WINDOW = { transmission: 0.55, smear: 250 } as const
/** Spread of the logarithm from frame to frame, of a hand that does not hold still. */
const MOTION = { raman: 0.25, background: 0.2, tilt: 0.25 } as const

/** @param random - of this frame alone; what it draws does not depend on which disturbances there are */
export function circumstances(disturbances: Disturbances, random: Random): Circumstances {
  const fibre = 0.25 + 0.75 * random.uniform()
  const [raman, background, tilt] = [random.normal(), random.normal(), random.normal()]
  const brightness = disturbances.has('saturation') ? TOO_BRIGHT : 1
  const moved = disturbances.has('motion') ? MOTION : { raman: 0, background: 0, tilt: 0 }
  const window = disturbances.has('dirtyWindow') ? WINDOW : { transmission: 1, smear: 0 }
  return {
    raman: brightness * Math.exp(moved.raman * raman),
    background: brightness * Math.exp(moved.background * background),
    tilt: moved.tilt * tilt,
    transmission: window.transmission * (disturbances.has('looseFibre') ? fibre : 1),
    smear: window.smear,
    roomLight: disturbances.has('ambientLight') ? LIFTED : undefined,
    leak: disturbances.has('wrongDark') ? LEAK : 0,
    cosmicRaysPerSecond: disturbances.has('cosmicRays') ? SHOWER_PER_SECOND : COSMIC_RAYS_PER_SECOND,
  }
}
