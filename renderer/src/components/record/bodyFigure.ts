import type { BodyRegion, Lesion } from '../../../../electron/contract/cases'

/** A part of the figure, drawn in 100 x 220 units about the line x = 50. */
export interface FigurePart {
  region: BodyRegion
  path: string
  /** Drawn once more, mirrored. */
  paired: boolean
}

const head = 'M40 17 A10 13 0 0 1 60 17 Q60 30 50 31 Q40 30 40 17 Z'
const neck = 'M45 28.5 Q50 32 55 28.5 L55 34 Q60 37 64 38.5 L36 38.5 Q40 37 45 34 Z'
const ear = 'M40 14 Q37 13 37.4 17 Q37.8 21 40.4 20.5 Z'
const torso = 'M36 38.5 L64 38.5 Q67.5 44 67 51 L65 67 Q50 71 35 67 L33 51 Q32.5 44 36 38.5 Z'
const waist = 'M35 67 Q50 71 65 67 Q63.5 78 64 86 Q66 93 66.6 99 L33.4 99 Q34 93 36 86 Q36.5 78 35 67 Z'

const limbs: FigurePart[] = [
  {
    region: 'shoulder',
    path: 'M36 38.5 Q28 39 26 48 Q28.5 52.5 33 51 Q32.5 44 36 38.5 Z',
    paired: true,
  },
  { region: 'upperArm', path: 'M26 48 Q28.5 52.5 33 51 Q32.5 65 30 76 Q27 78 23.6 75 Z', paired: true },
  {
    region: 'forearm',
    path: 'M23.6 75 Q27 78 30 76 Q29.5 91 25.4 102.5 Q22.5 104 19.8 101.5 Z',
    paired: true,
  },
  {
    region: 'hand',
    path: 'M19.8 101.5 Q22.5 104 25.4 102.5 Q27.5 107 26 112 Q24 119.5 20 118.5 Q15.8 116.5 17 108 Z',
    paired: true,
  },
  { region: 'knee', path: 'M36.4 146 Q42 148 48 146 Q48.6 153 47.6 159 Q42.5 161 37.8 159 Z', paired: true },
  {
    region: 'lowerLeg',
    path: 'M37.8 159 Q42.5 161 47.6 159 Q49 178 46.4 199 Q43.5 200.5 40.8 199 Q36 178 37.8 159 Z',
    paired: true,
  },
  {
    region: 'foot',
    path: 'M40.8 199 Q43.5 200.5 46.4 199 L47.6 210 Q47 216 41 215.5 Q35.4 215 37.4 209 Z',
    paired: true,
  },
]

export const figure: Record<'front' | 'back', FigurePart[]> = {
  front: [
    { region: 'neck', path: neck, paired: false },
    { region: 'face', path: head, paired: false },
    { region: 'scalp', path: 'M40 16 A10 13 0 0 1 60 16 Q57 9 50 9 Q43 9 40 16 Z', paired: false },
    { region: 'ear', path: ear, paired: true },
    { region: 'chest', path: torso, paired: false },
    { region: 'abdomen', path: waist, paired: false },
    {
      region: 'groin',
      path: 'M33.4 99 L66.6 99 Q67.6 103 67.4 106 L52 116 L48 116 L32.6 106 Q32.4 103 33.4 99 Z',
      paired: false,
    },
    {
      region: 'thigh',
      path: 'M32.6 106 L48 116 L49 117 L48 146 Q42 148 36.4 146 Q31.6 128 32.6 106 Z',
      paired: true,
    },
    ...limbs,
  ],
  back: [
    { region: 'neck', path: neck, paired: false },
    { region: 'scalp', path: head, paired: false },
    { region: 'ear', path: ear, paired: true },
    { region: 'upperBack', path: torso, paired: false },
    { region: 'lowerBack', path: waist, paired: false },
    {
      region: 'buttock',
      path: 'M33.4 99 L49.8 99 L49.8 117 Q46 121 40 120.5 Q34 119.5 32.4 112 Q31.8 105 33.4 99 Z',
      paired: true,
    },
    {
      region: 'thigh',
      path: 'M32.4 112 Q34 119.5 40 120.5 Q46 121 49.6 117 L48 146 Q42 148 36.4 146 Q32.4 130 32.4 112 Z',
      paired: true,
    },
    ...limbs,
  ],
}

/** The body site that a region is of. */
export const siteOf: Readonly<Record<BodyRegion, Lesion['bodySite']>> = {
  scalp: 'head',
  face: 'head',
  ear: 'head',
  neck: 'neck',
  chest: 'trunk',
  abdomen: 'trunk',
  groin: 'trunk',
  upperBack: 'back',
  lowerBack: 'back',
  buttock: 'back',
  shoulder: 'arm',
  upperArm: 'arm',
  forearm: 'arm',
  hand: 'hand',
  thigh: 'leg',
  knee: 'leg',
  lowerLeg: 'leg',
  foot: 'foot',
}
