import { InvalidArgumentError } from 'commander'
import type { RetentionRule } from '../storage/safekeeping/retention'

/** "7,4,12": days, weeks, months. */
export function retentionOf(text: string): RetentionRule {
  const numbers = text.split(',').map(Number)
  const [daily = 0, weekly = 0, monthly = 0] = numbers
  if (numbers.length !== 3 || numbers.some((n) => !Number.isSafeInteger(n) || n < 0))
    throw new InvalidArgumentError('Give three whole numbers: days, weeks, months, such as 7,4,12.')
  return { daily, weekly, monthly }
}
