import { StokesError } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import type { Comparison, ModelRecord, ModelState, ModelStateChange } from '../../contract/learning'
import { notFound } from '../notFound'
import type { Store } from '../store'
import type { Operators } from './operators'

export type Models = ReturnType<typeof models>

export interface NewModel {
  hash: string
  runId: string
  origin: Origin
  operatorId: string
  reason: string
}

export interface NewStateChange {
  modelHash: string
  /** The state that it was found in: refused where it has another one by now. */
  from: ModelState
  to: ModelState
  action: Exclude<ModelStateChange['action'], 'registered'>
  operatorId: string
  reason: string
  comparison?: Comparison | undefined
}

type ChangeRow = Omit<ModelStateChange, 'comparison' | 'from' | 'to'> & {
  fromState: ModelState | null
  toState: ModelState
  comparison: string | null
}

/** Models that were trained here. Their state is the last of their changes, which are only added to. */
export function models({ connection, clock }: Store, { operators }: { operators: Operators }) {
  function history(): ModelStateChange[] {
    const rows = connection.all(
      `SELECT modelStateChange.entry, modelHash, fromState, toState, action, operator.name AS operatorName, reason, changedAt, comparison
       FROM modelStateChange JOIN operator ON operator.id = operatorId ORDER BY modelStateChange.entry`,
    ) as ChangeRow[]
    return rows.map(({ fromState, toState, comparison, ...row }) => ({
      ...row,
      from: fromState,
      to: toState,
      comparison: comparison === null ? null : (JSON.parse(comparison) as Comparison),
    }))
  }

  /** Newest first. */
  function list(): ModelRecord[] {
    const rows = connection.all(
      `SELECT hash, run.name, experiment ->> 'system' AS system, model.origin, runId, model.createdAt
       FROM model JOIN run ON run.id = runId ORDER BY model.entry DESC`,
    ) as Omit<ModelRecord, 'state' | 'research' | 'history'>[]
    const changes = history()
    return rows.map((row) => {
      const own = changes.filter(({ modelHash }) => modelHash === row.hash)
      return { ...row, research: true, state: own.at(-1)!.to, history: own }
    })
  }

  return {
    /** All that models ever changed, in order. */
    history,

    list,

    get(hash: string): ModelRecord {
      const model = list().find((one) => one.hash === hash)
      if (!model) throw notFound('model', hash)
      return model
    },

    /** A candidate, from now on. Within the transaction of its run. */
    register({ hash, runId, origin, operatorId, reason }: NewModel): void {
      const createdAt = clock.timestamp()
      connection.insert('model', { hash, runId, origin, createdAt })
      connection.insert('modelStateChange', {
        modelHash: hash,
        fromState: null,
        toState: 'candidate',
        action: 'registered',
        operatorId,
        reason,
        changedAt: createdAt,
      })
    },

    /**
     * Changes states, all or none: one model gives way before the other takes its place.
     * @throws StokesError `usage.invalid` where a model has another state by now
     */
    change(changes: readonly NewStateChange[]): void {
      connection.transaction(() => {
        for (const { modelHash, from, to, action, operatorId, reason, comparison } of changes) {
          operators.get(operatorId)
          const { state, name } = this.get(modelHash)
          if (state !== from) throw changedMeanwhile(name, from, state)
          connection.insert('modelStateChange', {
            modelHash,
            fromState: from,
            toState: to,
            action,
            operatorId,
            reason,
            changedAt: clock.timestamp(),
            comparison: comparison ? JSON.stringify(comparison) : null,
          })
        }
      })
    },
  }
}

function changedMeanwhile(name: string, from: ModelState, now: ModelState): StokesError {
  return new StokesError('usage.invalid', `The model ${name} is ${now} by now, no longer ${from}.`, {
    tip: 'Look at the list of models again.',
  })
}
