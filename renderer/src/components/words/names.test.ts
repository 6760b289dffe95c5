import { expect, it } from 'vitest'
import { engineName, groupName, lesionName, patientSummary, sampleName } from './names'

it('describes a patient in one line', () => {
  expect(patientSummary({ sex: 'female', yearOfBirth: 1961, skinType: 3 })).toBe(
    'Female · born 1961 · skin type III',
  )
  expect(patientSummary({ sex: 'unknown', yearOfBirth: null, skinType: null })).toBe('Sex not stated')
})

it('names a lesion by its site and what was said of it', () => {
  expect(lesionName({ bodySite: 'arm', description: 'left' })).toBe('Arm, left')
  expect(lesionName({ bodySite: 'back', description: '' })).toBe('Back')
})

it('keeps the name of an engine that it does not know', () => {
  expect(engineName('onnx-cpu')).toBe('ONNX Runtime, CPU')
  expect(engineName('abacus')).toBe('abacus')
})

it('spells a group of molecules', () => {
  expect(groupName('nucleicAcid')).toBe('nucleic acid')
})

it.each([
  ['lesion:melanoma:II:17', 'Melanoma, skin type II, patient 17'],
  ['lesion:basal-cell-carcinoma:IV:1', 'Basal cell carcinoma, skin type IV'],
  ['lesion', 'Any lesion'],
  ['skin:VI:1', 'Healthy skin, skin type VI'],
  ['dark', 'Objective covered'],
  ['silicon', 'Silicon'],
  ['quartz', 'quartz'],
])('reads the sample %s', (name, text) => {
  expect(sampleName(name)).toBe(text)
})
