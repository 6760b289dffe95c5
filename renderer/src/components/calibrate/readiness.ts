import type { DeviceState } from '../../../../electron/contract/device'
import type {
  CalibrationStatus,
  CheckFigure,
  CheckStep,
  Passport,
  PassportPolicy,
  TrendQuantity,
} from '../../../../electron/contract/passport'
import { calibrationFigure, calibrationStateNames } from '../words/calibrationNames'
import { dateAndTime } from '../words/dates'
import { celsius } from '../words/numbers'

/** `good`: as it is to be. `doubt`: usable, and somebody ought to look. `bad`: not on patients. `unknown`: never measured. */
type ReadinessTone = 'good' | 'doubt' | 'bad' | 'unknown'

interface ReadinessRow {
  item: string
  tone: ReadinessTone
  value: string
  /** What it is held against. */
  limit: string
  /** What to do; null where nothing is. */
  todo: string | null
}

export interface Readiness {
  verdict: 'ready' | 'nearlyDue' | 'notReady'
  title: string
  message: string
  tip: string | null
  rows: ReadinessRow[]
}

interface Known {
  device: DeviceState
  status: CalibrationStatus
  /** The newest that said something; null where there is none. */
  passport: Passport | null
  /** Figures whose weighted mean has left its control limits. */
  outside: ReadonlySet<TrendQuantity>
  policy: PassportPolicy | null
}

/** Whether this instrument may be used on patients now, and what every part of it says. */
export function readiness(known: Known): Readiness {
  const { device, status } = known
  const rows = [passportRow(known), ...measuredRows(known), ...instrumentRows(known)]
  const simulated = device.identity?.origin === 'simulated' ? ' (simulated)' : ''
  const worst = rows.find(({ tone, todo }) => tone === 'bad' && todo !== null)
  if (status.state === 'missing') {
    return { verdict: 'notReady', title: 'No calibration passport yet', ...said(status), rows }
  }
  if (worst) {
    const why =
      rows[0] === worst ? said(status) : { message: `${worst.item}: ${worst.value}.`, tip: worst.todo }
    return { verdict: 'notReady', title: 'Not to be used on patients', ...why, rows }
  }
  const doubts = rows.filter(({ tone }) => tone === 'doubt')
  if (doubts.length > 0) {
    const [first] = doubts
    const why =
      rows[0] === first
        ? said(status)
        : { message: status.message, tip: `${first!.item}: ${first!.todo ?? ''}` }
    return { verdict: 'nearlyDue', title: `Ready for now${simulated}, look at what is amber`, ...why, rows }
  }
  return { verdict: 'ready', title: `Ready for patients${simulated}`, ...said(status), rows }
}

const said = ({ message, tip }: CalibrationStatus) => ({ message, tip })

const passportTones: Record<CalibrationStatus['state'], ReadinessTone> = {
  valid: 'good',
  nearEnd: 'doubt',
  expired: 'bad',
  failed: 'bad',
  missing: 'bad',
  otherInstrument: 'bad',
}

function passportRow({ status: { state, tip, expiresAt } }: Known): ReadinessRow {
  const tone = passportTones[state]
  return {
    item: 'Passport',
    tone,
    value: calibrationStateNames[state],
    limit: tone === 'bad' || expiresAt === null ? '' : `until ${dateAndTime(expiresAt)}`,
    todo: tip ?? (tone === 'bad' ? 'Run the daily check.' : null),
  }
}

interface Item {
  item: string
  step: CheckStep
  trends: readonly TrendQuantity[]
  /** Which of the figures of the step it is judged by. @default the first */
  figure?: RegExp
  /** What the figure is, in words. @default the figure alone */
  says?: (figure: string, passport: Passport) => string
}

const items: readonly Item[] = [
  {
    ...{ item: 'Wavelength axis', step: 'neon', trends: ['shiftPixels', 'stretchPixels', 'rmsPixels'] },
    says: (figure) => `lines off by ${figure} rms`,
  },
  {
    ...{ item: 'Laser wavelength', step: 'silicon', trends: ['laserNanometres', 'siliconWavenumber'] },
    says: (figure, { laser }) =>
      `${calibrationFigure({ value: laser?.laserNanometres ?? null, unit: 'nm' })}, moved ${figure}`,
  },
  {
    ...{ item: 'Shift check', step: 'shift', trends: ['shiftWavenumber'] },
    says: (figure) => `worst band off by ${figure}`,
  },
  { item: 'Resolution', step: 'neon', trends: ['resolutionWavenumber'], figure: /resolution/i },
  {
    ...{ item: 'Intensity', step: 'intensity', trends: ['throughput'] },
    says: (figure) => `noise of its factors ${figure}`,
  },
  { item: 'Dark', step: 'dark', trends: ['darkCounts'] },
]

const isJudged = ({ limit }: CheckFigure) => limit !== 'for the trend'

function measuredRows({ passport, outside }: Known): ReadinessRow[] {
  return items.map(({ item, step, trends, figure, says }): ReadinessRow => {
    const result = passport?.steps.find((each) => each.step === step)
    const judged = result?.figures.filter(isJudged)
    const found = judged?.find(({ label }) => figure?.test(label) ?? true)
    if (!passport || !result || !found)
      return { item, tone: 'unknown', value: 'not measured', limit: '', todo: null }
    const value = says?.(calibrationFigure(found), passport) ?? calibrationFigure(found)
    const row = { item, value, limit: found.limit.replace('cm-1', 'cm⁻¹') }
    // What the step was refused for is said where its own figure is, not beside another one of the same step.
    const reason = figure ? undefined : result.reasons.find(({ code }) => code !== 'resolution')
    if (!found.pass || reason) {
      return { ...row, tone: 'bad', todo: reason?.tip ?? result.reasons[0]?.tip ?? 'Run the daily check.' }
    }
    if (trends.some((name) => outside.has(name))) {
      return { ...row, tone: 'doubt', todo: 'It drifts beyond its control limits: see the trend.' }
    }
    return { ...row, tone: 'good', todo: null }
  })
}

function instrumentRows({ device, passport, policy }: Known): ReadinessRow[] {
  const { readings, identity, laser } = device
  const rows: ReadinessRow[] = []
  const now = readings?.detectorTemperatureCelsius ?? null
  if (now !== null)
    rows.push(detectorRow(now, passport?.detectorTemperatureCelsius ?? null, identity, policy))
  if (laser) {
    const bench = laser.watchdog === 'none'
    const trips = laser.watchdogTrips
    rows.push({
      item: 'Laser watchdog',
      tone: bench ? 'bad' : trips > 0 ? 'doubt' : 'good',
      value: bench ? 'none: for the bench only' : trips > 0 ? `had to act ${trips} times` : 'in the firmware',
      limit: 'must be there for patients',
      todo: bench
        ? 'Use an instrument whose firmware switches its laser off by itself.'
        : trips > 0
          ? 'Look at what kept this computer busy; save the device log.'
          : null,
    })
  }
  if (laser && readings) {
    const { interlockClosed } = readings
    rows.push({
      item: 'Interlock',
      tone: interlockClosed ? 'good' : 'bad',
      value: interlockClosed ? 'closed' : 'open: the laser cannot fire',
      limit: 'closed',
      todo: interlockClosed ? null : 'Close the door or plug the interlock in.',
    })
  }
  return rows
}

function detectorRow(
  now: number,
  then: number | null,
  identity: DeviceState['identity'],
  policy: PassportPolicy | null,
): ReadinessRow {
  const reference = then ?? identity?.detectorSetpointCelsius ?? null
  const limit = policy?.detectorKelvin ?? null
  const off = reference === null || limit === null ? false : Math.abs(now - reference) > limit
  return {
    item: 'Detector',
    tone: off ? 'bad' : 'good',
    value: celsius(now),
    limit: reference === null || limit === null ? '' : `${celsius(reference)} within ${limit} K`,
    todo: off ? 'Wait until it has its temperature again, and keep its vents free.' : null,
  }
}
