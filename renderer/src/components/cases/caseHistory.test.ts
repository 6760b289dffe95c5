import { expect, it } from 'vitest'
import type { CaseDetail } from '../../../../electron/contract/cases'
import { caseHistory } from './caseHistory'

const detail: CaseDetail = {
  patient: {
    id: 'p',
    pseudonym: 'A-1',
    yearOfBirth: null,
    sex: 'unknown',
    skinType: null,
    createdAt: '2026-01-01T08:00:00.000Z',
  },
  lesion: {
    id: 'l',
    patientId: 'p',
    bodySite: 'arm',
    region: null,
    laterality: null,
    suspicion: null,
    lengthMillimetres: null,
    widthMillimetres: null,
    heightMillimetres: null,
    description: '',
    origin: 'simulated',
    createdAt: '2026-01-01T09:00:00.000Z',
  },
  acquisitions: [],
  combined: null,
  diagnoses: [
    {
      id: 'd',
      lesionId: 'l',
      operatorId: 'o',
      operatorName: 'Amara',
      label: 'malignant',
      lesionClass: 'basalCellCarcinoma',
      source: 'histopathology',
      diagnosedOn: null,
      laboratory: null,
      reportNumber: null,
      correctsId: null,
      createdAt: '2026-01-03T09:00:00.000Z',
    },
  ],
  notes: [
    {
      id: 'n',
      lesionId: 'l',
      operatorId: 'o',
      operatorName: 'Amara',
      text: 'Grew.',
      createdAt: '2026-01-02T09:00:00.000Z',
    },
  ],
}

it('tells what happened, the newest first, and who did it', () => {
  expect(caseHistory(detail).map(({ kind, title, by }) => [kind, title, by])).toEqual([
    ['diagnosis', 'Histopathology: basal cell carcinoma, malignant', 'Amara'],
    ['note', 'Note', 'Amara'],
    ['lesion', 'Lesion added', null],
  ])
})
