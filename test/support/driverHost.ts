import { connectScpiMicroscope } from '../../electron/devices/scpi/connectScpiMicroscope'
import { systemClock } from '../../electron/shared/clock'
import { AUTHORISATION } from './measurements'

/** A host of its own, to be killed: exposes with the laser on the port given, and says so when it begins. */
const microscope = await connectScpiMicroscope({ path: process.argv[2]!, clock: systemClock })
microscope.onState(({ connection }) => {
  process.stdout.write(`${connection}\n`)
})
await microscope.acquire({
  plan: { integrationTimeMs: 30_000, accumulations: 1, darkFrames: 0, laserPowerMilliwatts: 30 },
  authorisation: AUTHORISATION,
  signal: new AbortController().signal,
  onFrame: () => Promise.resolve(),
})
