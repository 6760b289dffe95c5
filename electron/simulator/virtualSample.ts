import { SHIFT_GRID } from './optics/shiftGrid'
import { createRandom } from './random/random'
import type { Sample } from './sample'
import { standardNames, standardSample } from './standards/standardSample'
import { drawComposition, skinTypes, type SkinType } from './tissue/composition'
import { classNames, type ClassName } from './tissue/lesionClasses'
import { drawPatient } from './tissue/patient'
import { drawTissue, tissueSample } from './tissue/tissue'

/**
 * Forms of sample names. Parts in brackets may be left out: class `any` and any skin type are drawn, the seed
 * of a patient is 1.
 */
const SAMPLE_FORMS: readonly string[] = [
  'dark',
  'ambient',
  'saturated',
  ...standardNames,
  'skin[:TYPE[:SEED]]',
  'lesion[:CLASS[:TYPE[:SEED]]]',
]

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI'] as const

/**
 * A fresh spot of the sample of that name: `dark` (a cap on the objective), `ambient` (nothing under it),
 * `saturated` (bright fluorescent paper), `neon` (a standard), `skin:III:5` (normal skin of the forearm of patient 5, Fitzpatrick
 * III), `lesion:melanoma:II:17`. The same name is always the same spot.
 * @throws RangeError that names what is accepted
 */
export function createSample(name: string): Sample {
  const standard = standardSample(name)
  if (standard) return standard
  const [kind = '', ...parts] = name.split(':')
  switch (kind) {
    case 'dark':
      return plainSample(name, 0)
    case 'ambient':
      return plainSample(name, 1)
    case 'saturated':
      return {
        ...plainSample(name, 0.01),
        background: [{ at: () => 2e5, bleachingDoseMillijoules: Infinity }],
      }
    case 'skin':
      if (parts.length > 2) break
      return skinSample(name, skinTypeOf(parts[0] ?? 'II'), seedOf(parts[1]))
    case 'lesion':
      if (parts.length > 3) break
      return lesionSample(name, parts)
  }
  throw new RangeError(`sample "${name}" is none of ${SAMPLE_FORMS.join(', ')}`)
}

function plainSample(name: string, roomLight: number): Sample {
  return { name, raman: new Float64Array(SHIFT_GRID.points), background: [], roomLight, doseMillijoules: 0 }
}

function skinSample(name: string, skinType: SkinType, seed: number): Sample {
  const random = createRandom(seed)
  return tissueSample(name, drawTissue(random, drawComposition(random, 'arm', skinType, {})))
}

function lesionSample(name: string, [className = 'any', type, seed]: string[]): Sample {
  const patient = drawPatient(createRandom(seedOf(seed)), {
    ...(className !== 'any' && { class: classNameOf(className) }),
    ...(type !== undefined && { skinType: skinTypeOf(type) }),
  })
  return tissueSample(name, patient.lesion)
}

function classNameOf(text: string): ClassName {
  const found = classNames.find((name) => name === text)
  if (!found) throw new RangeError(`class "${text}" is none of any, ${classNames.join(', ')}`)
  return found
}

function skinTypeOf(text: string): SkinType {
  const found = skinTypes.find((type) => ROMAN[type - 1] === text)
  if (!found) throw new RangeError(`skin type "${text}" is none of ${ROMAN.join(', ')}`)
  return found
}

function seedOf(text = '1'): number {
  if (!/^\d{1,9}$/.test(text))
    throw new RangeError(`patient seed "${text}" is not a whole number of at most nine digits`)
  return Number(text)
}
