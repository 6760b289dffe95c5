import type { ModelSummary } from '../../contract/system'
import type { ModelBundle } from '../../models/registry/modelBundle'

/** What people are told of a model. */
export function summariseModel(bundle: ModelBundle): ModelSummary {
  const { name, hash, architecture, recipe, recipeHash, threshold, origin, provenance, figures } = bundle
  return {
    name,
    hash,
    architecture,
    simulated: origin === 'simulated',
    recipe: { name: recipe.name, hash: recipeHash },
    threshold,
    prevalence: bundle.prevalence,
    figures: figures && {
      patients: figures.patients,
      auc: figures.auc,
      aucInterval: figures.aucInterval,
      sensitivity: figures.sensitivity,
      specificity: figures.specificity,
      oracleAuc: figures.oracleAuc,
    },
    provenance,
  }
}
