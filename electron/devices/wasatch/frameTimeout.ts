import type { Instrument } from './instrument'

const X_MARGIN_MS = 1_000
/** The sensor may have gone to sleep, and take frames for itself until it is awake. */
const XS_FRAMES = 8
const XS_MARGIN_MS = 520
const XS_FIRST_FRAME_MS = 10_000
const XS_PATIENCE = 5

type Exposing = Pick<Instrument, 'series' | 'integrationTimeMs' | 'previousIntegrationTimeMs' | 'frames'>

/** How long a frame may take with the laser off, as the maker's drivers have it. */
export function frameTimeoutMs(instrument: Exposing): number {
  const { series, integrationTimeMs, previousIntegrationTimeMs, frames } = instrument
  if (series === 'x') return 2 * Math.max(integrationTimeMs, previousIntegrationTimeMs) + X_MARGIN_MS
  const first = frames === 0 ? XS_FIRST_FRAME_MS : 0
  return XS_PATIENCE * (xsFrameMs(integrationTimeMs) + first)
}

/** With the laser on, a sensor is awake and no more is waited for than one frame may take. */
export function litFrameTimeoutMs(instrument: Exposing): number {
  return instrument.series === 'xs' ? xsFrameMs(instrument.integrationTimeMs) : frameTimeoutMs(instrument)
}

function xsFrameMs(integrationTimeMs: number): number {
  return XS_FRAMES * integrationTimeMs + XS_MARGIN_MS
}
