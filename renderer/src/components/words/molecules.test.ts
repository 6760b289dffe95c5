import { expect, it } from 'vitest'
import { moleculeText } from './molecules'

it.each([
  ['ceramide (CH2 twist)', 'ceramide (CH₂ twist)'],
  ['keratin (CH2, CH3)', 'keratin (CH₂, CH₃)'],
  ['lipid (CH3CH2 twist)', 'lipid (CH₃CH₂ twist)'],
  ['DNA (PO2-)', 'DNA (PO₂⁻)'],
  ['lipid (trans C-C)', 'lipid (trans C-C)'],
  ['adenine 723', 'adenine 723'],
  ['amide III', 'amide III'],
])('%s', (text, printed) => {
  expect(moleculeText(text)).toBe(printed)
})
