import type { SystemName } from '../../models/training/trainer'
import { StokesError } from '../../contract/errors'

/**
 * The setting with which a system begins from weights that were learnt elsewhere.
 * @throws StokesError `usage.invalid` where they are missing, or not used
 */
export function startOf(system: SystemName, pretrained: string | undefined): { checkpoint?: string } {
  if (system === 'resnet50') {
    if (pretrained !== undefined) return { checkpoint: pretrained }
    throw new StokesError('usage.invalid', 'resnet50 begins with weights that were learnt elsewhere.', {
      tip: 'Give --pretrained FILE: a ResNet-50 for photographs, or what `stokes pretrain` made.',
    })
  }
  if (pretrained === undefined) return {}
  throw new StokesError(
    'usage.invalid',
    `${system} begins with weights of its own: --pretrained is for resnet50.`,
  )
}
