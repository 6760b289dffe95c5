import fc from 'fast-check'
import { expect, it } from 'vitest'
import { median } from '../preprocessing/median'
import { leaveOneOut } from './leaveOneOut'

it('says how far each frame lies above the median of the others', () => {
  const pixels = 4
  const frame = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: pixels, maxLength: pixels })
  fc.assert(
    fc.property(fc.array(frame, { minLength: 2, maxLength: 8 }), (frames) => {
      const scales = frames.map((_, k) => 2 ** k)
      const { middle, residuals } = leaveOneOut(
        frames.map((counts, k) => Float64Array.from(counts, (count) => count * scales[k]!)),
        scales,
      )
      for (let pixel = 0; pixel < pixels; pixel++) {
        const values = frames.map((counts) => counts[pixel]!)
        expect(middle[pixel]).toBe(values.toSorted((a, b) => a - b)[values.length >> 1])
        values.forEach((value, k) => {
          expect(residuals[k]![pixel]).toBe(value - median(Float64Array.from(values.toSpliced(k, 1))))
        })
      }
    }),
  )
})
