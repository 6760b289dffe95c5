import type { Random } from '../random/random'
import type { Sample } from '../sample'
import type { Composition } from './composition'
import { drawFluorescence, fluorescenceBackgrounds, type Fluorescence } from './fluorescence'
import { ramanSpectrum } from './ramanSpectrum'

/** Everything that decides the light of one spot of tissue. Only the composition depends on the diagnosis. */
export interface Tissue {
  readonly composition: Composition
  readonly fluorescence: Fluorescence
  /** Focus and contact: what part of the light is collected, near 1. */
  readonly contact: number
}

/** Amount of melanin that halves the Raman light: it absorbs on the way in and out. */
const ABSORBING_MELANIN = 80

/** Light of the room that gets in beside a probe that touches the skin. */
const CONTACT_ROOM_LIGHT = 0.003

export function drawTissue(random: Random, composition: Composition): Tissue {
  return { composition, fluorescence: drawFluorescence(random), contact: Math.exp(0.25 * random.normal()) }
}

/** A fresh spot of tissue under the objective. */
export function tissueSample(name: string, tissue: Tissue): Sample {
  const { composition, contact } = tissue
  const transmitted = contact / (1 + composition.melanin / ABSORBING_MELANIN)
  return {
    name,
    raman: ramanSpectrum(composition).map((photons) => photons * transmitted),
    background: fluorescenceBackgrounds(tissue.fluorescence, composition.melanin).map(
      ({ at, bleachingDoseMillijoules }) => ({
        at: (shift) => contact * at(shift),
        bleachingDoseMillijoules,
      }),
    ),
    roomLight: CONTACT_ROOM_LIGHT,
    doseMillijoules: 0,
  }
}
