import { withoutMap } from './mappedBy'
import type { ModelBundle } from './modelBundle'

/**
 * The same model as one that is asked for a class against all others, and says it whatever the spectrum: its probability, its
 * logit, its map, and all that is worked out with them, are those of the class. Of two classes the first is what speaks against
 * the second. A model that maps its most probable class alone is mapped by gradient x input: its own map says nothing of another.
 *
 * @param label index in the classes of the model
 */
export function askedFor(bundle: ModelBundle, label: number): ModelBundle {
  if (bundle.classes.length === 2)
    return { ...bundle, threshold: bundle.classes[label]!.malignant ? 0 : Number.POSITIVE_INFINITY }
  // Of more classes a network of ours has none.
  const brought = bundle as Exclude<ModelBundle, { manifest: unknown }>
  const asked = { ...brought, threshold: 0, output: { ...brought.output, asked: [label] } }
  if (brought.map?.speaksFor !== 'mostProbable') return asked
  return withoutMap(asked, 'gradient-input')
}
