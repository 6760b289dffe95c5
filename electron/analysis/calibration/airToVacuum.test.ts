import { expect, it } from 'vitest'
import { airToVacuum } from './airToVacuum'

it('agrees with the vacuum wavelengths that NIST lists beside those in air', () => {
  const listed = [
    [811.5311, 811.7542],
    [826.4522, 826.6794],
    [842.4648, 842.6963],
    [912.2967, 912.5471],
    [585.24879, 585.41102],
    [837.7607, 837.99093],
  ] as const
  for (const [air, vacuum] of listed) {
    // The list gives four digits in air and as many in vacuum.
    expect(Math.abs(airToVacuum(air) - vacuum)).toBeLessThan(1e-4)
  }
})
