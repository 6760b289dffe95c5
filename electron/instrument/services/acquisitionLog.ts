import type { AcquisitionPlan } from '../../contract/acquisition'
import type { Answer } from '../../contract/answer'
import type { Problem } from '../../contract/errors'
import type { DeviceIdentity, RawFrame } from '../../contract/frame'
import type { CalibrationStatus } from '../../contract/passport'
import type { Recipe } from '../../contract/recipe'

export interface AcquisitionStart {
  lesionId: string
  operatorId: string
  device: DeviceIdentity
  plan: AcquisitionPlan
  spot?: string | undefined
  wavenumbers: Float64Array
  /** What is in force. */
  calibration: CalibrationStatus
}

export type AcquisitionOutcome = { status: 'complete' } | { status: 'cancelled' | 'failed'; problem: Problem }

/** What a measurement needs of the case log. */
export interface AcquisitionLog {
  /**
   * Gives the id of the new acquisition.
   * @throws storage.notFound, acquisition.originMismatch
   */
  start(acquisition: AcquisitionStart): Promise<string>
  /** Resolves, with the frame's entry, when the frame would survive a power cut. */
  append(acquisitionId: string, frame: RawFrame, kind: 'dark' | 'sample'): Promise<number>
  finish(acquisitionId: string, outcome: AcquisitionOutcome): Promise<void>
  saveAnswer(result: {
    acquisitionId: string
    frames: number[]
    recipe: Recipe
    answer: Answer
  }): Promise<unknown>
}

/** Keeps nothing: for a measurement whose frames go to a file. */
export const noLog: AcquisitionLog = {
  start: () => Promise.resolve(''),
  append: (_acquisitionId, frame) => Promise.resolve(frame.sequence),
  finish: () => Promise.resolve(),
  saveAnswer: () => Promise.resolve(),
}
