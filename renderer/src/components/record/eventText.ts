import type { LesionFacts, PatientFacts, RecordEvent } from '../../../../electron/contract/record'
import {
  bodyRegionNames,
  bodySiteNames,
  lateralityNames,
  lesionClassNames,
  sexNames,
  skinTypeNames,
} from '../words/names'
import { day } from '../words/dates'
import { photoKindNames } from '../words/photoNames'

const NOTHING = 'not stated'
const photoWords = { photoAdded: 'added', photoRemoved: 'removed', photoRestored: 'restored' }

/** What became of a record, in a line. */
export function eventTitle(event: RecordEvent): string {
  switch (event.kind) {
    case 'patientRevised':
      return 'Patient corrected'
    case 'lesionRevised':
      return 'Lesion corrected'
    case 'deleted':
      return 'Case deleted'
    case 'restored':
      return 'Case restored'
    case 'merged':
      return `Patient ${event.pseudonym} merged into ${event.into}`
    case 'mergeUndone':
      return `Merge of patient ${event.pseudonym} undone`
    case 'photoAdded':
    case 'photoRemoved':
    case 'photoRestored':
      return `${photoKindNames[event.photo]} of ${day(event.takenOn)} ${photoWords[event.kind]}`
  }
}

/** Why, and each value before and after. */
export function eventText(event: RecordEvent): string {
  const lines = 'before' in event ? changes(event.before, event.after) : []
  return [...lines, event.reason].filter((line) => line !== '').join('\n')
}

function changes(before: LesionFacts | PatientFacts, after: LesionFacts | PatientFacts): string[] {
  return Object.entries(names).flatMap(([key, name]) => {
    const old: unknown = Reflect.get(before, key)
    const now: unknown = Reflect.get(after, key)
    return old === now ? [] : [`${name}: ${shown(key, old)} → ${shown(key, now)}`]
  })
}

const names: Record<keyof LesionFacts | keyof PatientFacts, string> = {
  pseudonym: 'Pseudonym',
  yearOfBirth: 'Year of birth',
  sex: 'Sex',
  skinType: 'Skin type',
  bodySite: 'Body site',
  region: 'Region',
  laterality: 'Side',
  description: 'Description',
  suspicion: 'Suspicion',
  lengthMillimetres: 'Length (mm)',
  widthMillimetres: 'Width (mm)',
  heightMillimetres: 'Height (mm)',
}

const words: Record<string, Readonly<Record<string, string>>> = {
  sex: sexNames,
  bodySite: bodySiteNames,
  region: bodyRegionNames,
  laterality: lateralityNames,
  suspicion: lesionClassNames,
}

function shown(key: string, value: unknown): string {
  if (value === null || value === '' || value === undefined) return NOTHING
  if (key === 'skinType') return skinTypeNames[Number(value) - 1] ?? NOTHING
  const plain = typeof value === 'number' ? String(value) : (value as string)
  return words[key]?.[plain] ?? plain
}
