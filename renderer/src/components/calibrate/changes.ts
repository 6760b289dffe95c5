import type { Passport } from '../../../../electron/contract/passport'
import { signed } from '../words/numbers'

/** What moved since the passport that a check was held against, in sentences; what is certain is said so. */
export function changesOf({ drift, formerId, verdict }: Passport): string[] {
  if (!drift) {
    return verdict === 'pass' && formerId === null
      ? ['The first passport of this instrument: it was held against its factory calibration.']
      : []
  }
  const { moved, laserNanometres, laserWavenumber, shiftPixels, stretchPixels } = drift
  const certain = (what: (typeof moved)[number]) =>
    moved.includes(what) ? 'It moved.' : 'Within what is certain: unchanged.'
  return [
    `Laser ${signed(laserNanometres, 4)} nm (all bands ${signed(laserWavenumber, 2)} cm⁻¹). ${certain('laser')}`,
    `Image on the detector ${signed(shiftPixels, 3)} px. ${certain('shift')}`,
    `Stretch over the detector ${signed(stretchPixels, 3)} px. ${certain('stretch')}`,
  ]
}
