import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_RETENTION, expired } from './retention'

const day = (n: number, hour = 12) => new Date(Date.UTC(2026, 0, 1 + n, hour)).toISOString()

describe('the backups that are kept', () => {
  it('are 7 daily, 4 weekly and 12 monthly ones after two years of a backup a day', () => {
    const taken = Array.from({ length: 730 }, (_, n) => day(n))
    const gone = new Set(expired(taken, DEFAULT_RETENTION))
    const kept = taken.filter((time) => !gone.has(time)).map((time) => time.slice(0, 10))
    // 2027-12-31 is a Friday. Two weeks end within the last seven days, and December is among the days too.
    expect(kept.slice(-7)).toEqual([
      '2027-12-25',
      '2027-12-26',
      '2027-12-27',
      '2027-12-28',
      '2027-12-29',
      '2027-12-30',
      '2027-12-31',
    ])
    expect(kept).toEqual(expect.arrayContaining(['2027-12-19', '2027-12-12']))
    expect(kept.filter((time) => time < '2027-12')).toEqual(
      ['01-31', '02-28', '03-31', '04-30', '05-31', '06-30', '07-31', '08-31', '09-30', '10-31', '11-30'].map(
        (end) => `2027-${end}`,
      ),
    )
  })

  it('are the newest of a day with several', () => {
    expect(expired([day(0, 9), day(0, 17), day(0, 12)], { daily: 7, weekly: 0, monthly: 0 })).toEqual([
      day(0, 12),
      day(0, 9),
    ])
  })

  it('begin a new week on Monday', () => {
    // 2026-01-04 is a Sunday.
    expect(expired([day(3), day(4)], { daily: 0, weekly: 2, monthly: 0 })).toEqual([])
    expect(expired([day(2), day(3)], { daily: 0, weekly: 2, monthly: 0 })).toEqual([day(2)])
  })

  it('always have the newest among them, and never more than the rule says', () => {
    const times = fc.uniqueArray(
      fc.integer({ min: 0, max: 5000 }).map((hours) => day(0, hours)),
      { minLength: 1 },
    )
    const count = fc.integer({ min: 0, max: 10 })
    fc.assert(
      fc.property(times, fc.record({ daily: count, weekly: count, monthly: count }), (taken, rule) => {
        const gone = expired(taken, rule)
        expect(gone).not.toContain([...taken].sort().at(-1))
        expect(taken.length - gone.length).toBeLessThanOrEqual(
          Math.max(1, rule.daily + rule.weekly + rule.monthly) + 1,
        )
        // What is kept now is kept when asked again.
        expect(
          expired(
            taken.filter((time) => !gone.includes(time)),
            rule,
          ),
        ).toEqual([])
      }),
    )
  })
})
