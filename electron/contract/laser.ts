import { z } from 'zod'

/** The laser as it was read back, not as it was commanded. */
export const laserStatusSchema = z.object({
  /** `firing`: its monitor diode sees light. `unknown`: the instrument cannot be asked any more. */
  state: z.enum(['disarmed', 'armed', 'firing', 'unknown']),
  /** What switches it off if this computer falls silent. With `none` it may be used on the bench alone. */
  watchdog: z.enum(['firmware', 'none']),
  /** How often the watchdog had to, since the instrument was switched on. */
  watchdogTrips: z.int().nonnegative(),
})
export type LaserStatus = z.infer<typeof laserStatusSchema>
