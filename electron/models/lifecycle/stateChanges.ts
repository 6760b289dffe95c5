import { StokesError } from '../../contract/errors'
import type {
  Comparison,
  ModelRecord,
  ModelState,
  ModelStateChange,
  ModelUse,
  Signature,
} from '../../contract/learning'
import { modelUse } from './modelUse'
import { servingHistory } from './servingHistory'

/** One step of a model from state to state, ready to be written. */
export interface StateChange extends Signature {
  modelHash: string
  from: ModelState
  to: ModelState
  action: Exclude<ModelStateChange['action'], 'registered'>
  comparison?: Comparison
}

/** All of the models that were trained here. */
type Registered = readonly ModelRecord[]

/** The model of a use that has a state which only one may have; null: none, and of `serving` the one that ships. */
export function modelIn(state: 'serving' | 'shadow', use: ModelUse, models: Registered): ModelRecord | null {
  return models.find((model) => model.state === state && modelUse(model.origin) === use) ?? null
}

/** The candidate takes the place of the model that serves. Whether it may is for `promotionObjections` to say. */
export function promote(
  model: ModelRecord,
  models: Registered,
  signature: Signature,
  comparison: Comparison | null,
): StateChange[] {
  requireState(model, ['candidate', 'shadow'], 'serve')
  const serving = modelIn('serving', modelUse(model.origin), models)
  return [
    ...(serving ? [change(serving, 'retired', 'replaced', signature)] : []),
    { ...change(model, 'serving', 'promoted', signature), ...(comparison && { comparison }) },
  ]
}

/** The candidate judges beside the model that serves; a shadow before it is a candidate again. */
export function makeShadow(model: ModelRecord, models: Registered, signature: Signature): StateChange[] {
  requireState(model, ['candidate'], 'be a shadow')
  const before = modelIn('shadow', modelUse(model.origin), models)
  return [
    ...(before ? [change(before, 'candidate', 'replaced', signature)] : []),
    change(model, 'shadow', 'shadowed', signature),
  ]
}

/** @throws StokesError `registry.refused` for the one that serves, which is rolled back */
export function retire(model: ModelRecord, signature: Signature): StateChange[] {
  requireState(model, ['candidate', 'shadow'], 'be retired')
  return [change(model, 'retired', 'retired', signature)]
}

/**
 * The model that serves gives way to the one that it replaced, be that the one that ships.
 * @throws StokesError `registry.refused` where the one that ships serves
 */
export function rollBack(use: ModelUse, models: Registered, signature: Signature): StateChange[] {
  const ofUse = models.filter(({ origin }) => modelUse(origin) === use)
  const changes = ofUse.flatMap(({ history }) => history).sort((a, b) => a.entry - b.entry)
  const served = servingHistory(changes)
  const serving = modelIn('serving', use, models)
  if (!serving) {
    throw new StokesError(
      'registry.refused',
      `No model was promoted for ${use} spectra: there is nothing to roll back.`,
      {
        tip: 'The model that ships with Stokes serves.',
      },
    )
  }
  const before = ofUse.find(({ hash }) => hash === served.at(-2))
  return [
    change(serving, 'retired', 'rolledBack', signature),
    ...(before ? [change(before, 'serving', 'restored', signature)] : []),
  ]
}

function change(
  { hash, state }: ModelRecord,
  to: ModelState,
  action: StateChange['action'],
  { operatorId, reason }: Signature,
): StateChange {
  return { modelHash: hash, from: state, to, action, operatorId, reason }
}

function requireState({ name, state }: ModelRecord, allowed: readonly ModelState[], what: string): void {
  if (allowed.includes(state)) return
  throw new StokesError('registry.refused', `The model ${name} is ${state}, so it cannot ${what}.`, {
    tip:
      state === 'serving'
        ? 'Roll back to the model that served before.'
        : `Choose one that is ${allowed.join(' or ')}; train it again, where it is retired.`,
  })
}
