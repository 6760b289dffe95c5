import { StokesError } from '../contract/errors'

/** @throws device.outOfRange */
export function requireWithin(
  name: string,
  value: number,
  { min, max }: { min: number; max: number },
  unit = '',
): void {
  if (value >= min && value <= max) return
  const suffix = unit && ` ${unit}`
  throw new StokesError(
    'device.outOfRange',
    `${name} of ${value}${suffix} is not within ${min} to ${max}${suffix}.`,
    {
      tip: 'Choose a value within the limits of the instrument.',
    },
  )
}
