import type { PhotoKind } from '../../../../electron/contract/photos'
import type { Named } from './names'

export const photoKindNames: Named<PhotoKind> = { clinical: 'Clinical photo', dermoscopy: 'Dermoscopy' }
