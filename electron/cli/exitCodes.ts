import { StokesError } from '../contract/errors'

/** What the exit code of the command says; listed in the README. */
export const exitCodes = {
  done: 0,
  fault: 1,
  usage: 2,
  badInput: 3,
  instrument: 4,
  caseLog: 5,
  model: 6,
  cancelled: 130,
} as const

const byDomain: Record<string, number> = {
  spectrum: exitCodes.badInput,
  axis: exitCodes.badInput,
  recipe: exitCodes.badInput,
  numeric: exitCodes.badInput,
  file: exitCodes.badInput,
  device: exitCodes.instrument,
  laser: exitCodes.instrument,
  acquisition: exitCodes.instrument,
  calibration: exitCodes.badInput,
  storage: exitCodes.caseLog,
  model: exitCodes.model,
  engine: exitCodes.model,
  registry: exitCodes.model,
  dataset: exitCodes.badInput,
  exchange: exitCodes.badInput,
  usage: exitCodes.usage,
}

const CANCELLED: readonly string[] = ['acquisition.cancelled', 'training.cancelled', 'exchange.cancelled']

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof StokesError)) return exitCodes.fault
  if (CANCELLED.includes(error.code)) return exitCodes.cancelled
  if (error.code === 'training.wrongCheckpoint') return exitCodes.badInput
  return byDomain[error.code.split('.')[0]!] ?? exitCodes.fault
}
