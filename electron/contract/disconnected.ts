import type { DeviceState } from './device'

/** The state without an instrument. A file of its own: the window takes it without the schemas. */
export const disconnected: DeviceState = {
  connection: 'disconnected',
  device: null,
  identity: null,
  limits: null,
  readings: null,
  laser: null,
  laserOffAt: null,
  awaited: null,
  preview: null,
  problem: null,
  sample: null,
}
