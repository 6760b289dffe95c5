import type { SaliencyMethod } from '../../contract/saliency'
import type { ModelBundle } from './modelBundle'

/** By which methods a model can be mapped, its own first. */
export function methodsOf({ saliencyMethod }: Pick<ModelBundle, 'saliencyMethod'>): SaliencyMethod[] {
  const others = (['gradient-input', 'occlusion'] as const).filter((method) => method !== saliencyMethod)
  return [saliencyMethod, ...others]
}

/** The same model, mapped by one of {@link methodsOf}. */
export function mappedBy(bundle: ModelBundle, method: SaliencyMethod): ModelBundle {
  return method === bundle.saliencyMethod ? bundle : withoutMap(bundle, method)
}

/** The same model whose own map is not used: it is run on changed spectra instead. */
export function withoutMap(bundle: ModelBundle, saliencyMethod: SaliencyMethod): ModelBundle {
  const blind = { cells: null, saliencyMethod }
  return 'network' in bundle ? { ...bundle, ...blind } : { ...bundle, ...blind, map: null, featureMap: null }
}
