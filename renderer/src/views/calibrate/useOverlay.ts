import { ref, shallowRef, watch } from 'vue'
import type { ReferenceLines } from '../../../../electron/contract/passport'
import type { Figure } from '../../charts/figure'
import { overlayFigure } from '../../charts/overlayFigure'
import type { Scale } from '../../charts/scale'
import { useUnhurried } from '../../components/common/useUnhurried'
import { useCalibrationStore } from '../../stores/calibration'
import { useLiveStore } from '../../stores/live'

/** A chart of this kind is drawn anew for each frame, so not for every one that comes. */
const LEAST_MS = 200

/** The newest live frame with the references that are chosen over it. */
export function useOverlay() {
  const live = useLiveStore()
  const calibration = useCalibrationStore()
  const chosen = ref<ReferenceLines['name'][]>(['neon'])
  const figure = shallowRef<Figure | null>(null)
  let scale: Scale | null = null
  const unhurried = useUnhurried(() => live.frame, LEAST_MS)

  function draw(): void {
    const { axis, frame } = live
    if (!axis || !frame) return
    const drawn = overlayFigure(
      { wavenumbers: axis.wavenumbers, counts: frame.raw },
      { references: calibration.references.filter(({ name }) => chosen.value.includes(name)), before: scale },
    )
    scale = drawn?.scale ?? null
    figure.value = drawn?.figure ?? null
  }

  watch([unhurried, chosen, () => calibration.references], draw, { immediate: true })

  return { chosen, figure }
}
