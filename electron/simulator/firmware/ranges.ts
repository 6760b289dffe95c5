import type { NumberRange } from './parameters'

/** The numbers that the instrument takes: section 3 of docs/protocol.md. */
export const ranges = {
  integration: { name: 'integration', unit: 'ms', min: 1, max: 60_000, default: 100 },
  accumulations: { name: 'accumulations', min: 1, max: 1_000, default: 1, whole: true },
  setPoint: { name: 'set point', unit: 'C', min: -70, max: 25, default: -60 },
  fetchWait: { name: 'wait', unit: 'ms', min: 0, max: 120_000, default: 0 },
  power: { name: 'power', unit: 'mW', min: 0, max: 100, default: 30 },
  fire: { name: 'emission', unit: 'ms', min: 1, max: 120_000 },
  heartbeat: { name: 'heartbeat', min: 1, max: 0xffff_ffff, whole: true },
  byte: { name: 'mask', min: 0, max: 0xff, whole: true },
  word: { name: 'mask', min: 0, max: 0xffff, whole: true },
  driftTime: { name: 'time', unit: 's', min: 0, max: 1_000_000, default: 0 },
  faults: { name: 'count', min: 1, max: 1_000, default: 1, whole: true },
} satisfies Record<string, NumberRange>
