import { InvalidArgumentError } from 'commander'

/** Reads a number of the command line; refuses what is not one, or not in the range. */
export function numberOf({
  integer = false,
  min = -Infinity,
  max = Infinity,
}: {
  integer?: boolean
  min?: number
  max?: number
}) {
  return (text: string): number => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isFinite(value))
      throw new InvalidArgumentError(`"${text}" is not a number.`)
    if (integer && !Number.isSafeInteger(value))
      throw new InvalidArgumentError(`${text} is not a whole number.`)
    if (value < min || value > max) {
      const upper = max === Infinity ? '' : ` and at most ${max}`
      throw new InvalidArgumentError(`${text} is out of range: at least ${min}${upper}.`)
    }
    return value
  }
}
