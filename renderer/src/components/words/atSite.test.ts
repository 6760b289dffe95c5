import { expect, test } from 'vitest'
import { atSite } from './atSite'

test('a probability is by Bayes’ rule what it is where malignant lesions are rarer', () => {
  // 1 of 2 malignant, four times as likely to look so: 4 to 1. Of 1 in 21 it is 4 to 20.
  expect(atSite(0.8, { calibratedAt: 0.5, site: 1 / 21 })).toBeCloseTo(4 / 24, 12)
  expect(atSite(0.49, { calibratedAt: 0.49, site: 0.05 })).toBeCloseTo(0.05, 12)
  expect([0, 1].map((sure) => atSite(sure, { calibratedAt: 0.4, site: 0.1 }))).toEqual([0, 1])
})
