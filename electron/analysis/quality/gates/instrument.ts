import { notKnown, type Gate } from '../gate'
import { known } from '../known'
import { percent } from '../percent'
import { QUALITY_LIMITS } from '../qualityLimits'

/** A detector that is warmer than it was set to has more dark current, and another axis. */
export const detectorSetpoint: Gate = ({ device, frames }) => {
  const { kelvin } = QUALITY_LIMITS.detector
  const figure = {
    gate: 'detectorSetpoint',
    label: 'Detector from set point',
    unit: 'K',
    limit: `at most ${kelvin} K`,
  }
  const { detectorSetpointCelsius = null } = device
  const told = known(frames, 'detectorTemperatureCelsius')
  if (detectorSetpointCelsius === null || told.length === 0) return notKnown(figure)
  const value = Math.max(...told.map((celsius) => Math.abs(celsius - detectorSetpointCelsius)))
  return {
    ...figure,
    value,
    verdict: value <= kelvin ? 'pass' : 'fail',
    because:
      `the detector is ${value.toFixed(1)} K from its set point of ${detectorSetpointCelsius} °C, more than ${kelvin} K: ` +
      'wait until it has cooled, and see that its fan runs free.',
  }
}

/** What the monitor diode said of the frame that differs most from what the laser was set to. */
export const laserPower: Gate = ({ frames, setPowerMilliwatts }) => {
  const { power } = QUALITY_LIMITS.laser
  const figure = {
    gate: 'laserPower',
    label: 'Laser power from setting',
    unit: '%',
    limit: `at most ${percent(power)} %`,
  }
  const told = known(frames, 'laserPowerMilliwatts')
  if (setPowerMilliwatts === undefined || setPowerMilliwatts === 0 || told.length === 0)
    return notKnown(figure)
  const value = Math.max(...told.map((milliwatts) => Math.abs(milliwatts / setPowerMilliwatts - 1)))
  return {
    ...figure,
    value: percent(value),
    verdict: value <= power ? 'pass' : 'fail',
    because:
      `the laser's power differed by ${percent(value)} % from the ${setPowerMilliwatts} mW that were set, more than ` +
      `${percent(power)} %: let it warm up, then measure again; if it stays so, have it serviced.`,
  }
}

/** The wavelength of a diode laser goes with its temperature: 0.07 nm, or 1 cm-1, for each kelvin. */
export const laserTemperature: Gate = ({ frames }) => {
  const { kelvin } = QUALITY_LIMITS.laser
  const figure = {
    gate: 'laserTemperature',
    label: 'Laser, temperature change',
    unit: 'K',
    limit: `at most ${kelvin} K`,
  }
  const told = known(frames, 'laserTemperatureCelsius')
  if (told.length === 0) return notKnown(figure)
  const value = Math.max(...told) - Math.min(...told)
  return {
    ...figure,
    value,
    verdict: value <= kelvin ? 'pass' : 'fail',
    because:
      `the laser's temperature changed by ${value.toFixed(1)} K during the measurement, more than ${kelvin} K: let the ` +
      'instrument warm up, then measure again.',
  }
}

/** Time since power-up, by the instrument's clock. A simulated one is warm from the start. */
export const warmUp: Gate = ({ device, frames }) => {
  const { minutes } = QUALITY_LIMITS.warmUp
  const figure = { gate: 'warmUp', label: 'Time since power-up', unit: 'min', limit: `from ${minutes} min` }
  const since = frames[0]?.deviceTimeMicroseconds ?? null
  if (device.origin !== 'instrument' || since === null) return notKnown(figure)
  const value = since / 60e6
  return {
    ...figure,
    value,
    verdict: value >= minutes ? 'pass' : 'warn',
    because: `The instrument was switched on ${value.toFixed(0)} min ago; it is steady after ${minutes} min.`,
  }
}
