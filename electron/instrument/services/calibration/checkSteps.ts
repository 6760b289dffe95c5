import type { ShiftStandard } from '../../../contract/calibration'
import type { CheckStep, DailyCheckOptions } from '../../../contract/passport'

/** How one standard of the daily check is measured. */
export interface StepPlan {
  step: CheckStep
  /** What lies under the objective; the virtual microscope knows it by this name. */
  standard: string
  title: string
  instruction: string
  laser: boolean
  /** Frames of each exposure. */
  accumulations: number
  /** With the laser off, at the same exposure. */
  darkFrames: number
  /** The exposure is chosen so that the brightest pixel is well lit, at most so long; null where `exposuresMs` are taken. */
  longestMs: number | null
  /** Taken as they are. */
  exposuresMs: readonly number[]
}

const standardNames: Record<ShiftStandard, string> = {
  polystyrene: 'the polystyrene',
  acetaminophen: 'the acetaminophen (paracetamol) tablet',
  cyclohexane: 'the vial of cyclohexane',
  naphthalene: 'the vial of naphthalene',
  calcite: 'the calcite crystal',
}

/** A lamp gives no light for the laser to wait for, so its dark is computed from the first step's. */
const lamp = {
  laser: false,
  accumulations: 5,
  darkFrames: 0,
  longestMs: 2000,
  exposuresMs: [],
}
const scattering = { laser: true, accumulations: 5, darkFrames: 3, longestMs: 3000, exposuresMs: [] }

/** What a daily check consists of, in order: the silicon needs the lamps, and the standards need the silicon. */
export function checkSteps({
  shiftStandard,
  without,
}: Pick<DailyCheckOptions, 'shiftStandard' | 'without'>): StepPlan[] {
  const steps: StepPlan[] = [
    {
      step: 'dark',
      standard: 'dark',
      title: 'Dark',
      instruction: 'Put the cap on the objective and keep light away.',
      laser: false,
      accumulations: 4,
      darkFrames: 0,
      longestMs: null,
      exposuresMs: [100, 1000],
    },
    {
      ...lamp,
      step: 'neon',
      standard: 'neon',
      title: 'Neon lamp',
      instruction: 'Switch the neon lamp on, let it warm up for a minute, and put it under the objective.',
    },
    {
      ...lamp,
      step: 'argon',
      standard: 'argon',
      title: 'Argon lamp',
      instruction: 'Switch the argon lamp on, let it warm up for a minute, and put it under the objective.',
    },
    {
      ...scattering,
      step: 'silicon',
      standard: 'silicon',
      title: 'Silicon',
      instruction: 'Put the silicon wafer under the objective and focus on its surface.',
    },
    {
      ...scattering,
      accumulations: 8,
      step: 'shift',
      standard: shiftStandard,
      title: 'Shift standard',
      instruction: `Put ${standardNames[shiftStandard]} under the objective and focus on it.`,
    },
    {
      ...scattering,
      step: 'intensity',
      standard: 'srm2241',
      title: 'Intensity standard',
      instruction: 'Put the glass of NIST SRM 2241 under the objective, its frosted side up.',
    },
  ]
  return steps.filter(({ step }) => !without.some((one) => one === step))
}
