import { StokesError, type Problem } from '../../contract/errors'
import type { EvaluationReport } from '../../contract/evaluation'
import type {
  Experiment,
  NewRun,
  ProgressPoint,
  RunDetail,
  RunState,
  RunSummary,
  SplitPart,
} from '../../contract/learning'
import { notFound } from '../notFound'
import type { Store } from '../store'
import type { DataSets } from './dataSets'
import type { Models } from './models'
import type { Operators } from './operators'

export type Runs = ReturnType<typeof runs>

export type NewStoredRun = Pick<NewRun, 'name' | 'operatorId'> & { experiment: Experiment }

/** How an attempt at a run ended that came to nothing, or not yet to anything. */
export interface RunEnd {
  state: 'cancelled' | 'failed' | 'interrupted'
  problem: Problem | null
  /** Of this attempt. */
  wallTimeMs: number
}

export interface FinishedRun {
  report: EvaluationReport
  engine: string
  wallTimeMs: number
  /** Of the bundle; null where there is none. */
  modelHash: string | null
}

type Row = Omit<RunSummary, 'experiment' | 'problem' | 'auc' | 'distinguishable'> & {
  operatorId: string
  experiment: string
  problem: string | null
  auc: number | null
  aucInterval: string | null
  distinguishable: number | null
}

const select = `
  SELECT run.id, run.name, run.operatorId, operator.name AS operatorName, experiment, dataSet.name AS dataSetName,
    run.origin, state, run.createdAt, startedAt, endedAt, wallTimeMs, engine, softwareVersion, problem,
    report ->> '$.metrics.auc' AS auc, report -> '$.intervals.auc' AS aucInterval,
    report ->> '$.distinguishable' AS distinguishable,
    (SELECT hash FROM model WHERE runId = run.id) AS modelHash
  FROM run JOIN operator ON operator.id = operatorId JOIN dataSet ON dataSet.hash = dataSetHash`

interface Parts {
  operators: Operators
  dataSets: DataSets
  models: Models
}

/** Attempts to learn from a data set: what was asked, how it went and what came of it. */
export function runs(store: Store, { operators, dataSets, models }: Parts) {
  const { connection, clock, newId, softwareVersion } = store

  function row(id: string): Row {
    const found = connection.get(`${select} WHERE run.id = @id`, { id })
    if (!found) throw notFound('run', id)
    return found as Row
  }

  function get(id: string): RunSummary {
    return toSummary(row(id))
  }

  /** Refused by the schema unless the run may go to this state. */
  function change(id: string, state: RunState, columns: Record<string, string | number | null>): RunSummary {
    const from = get(id).state
    if (!followers[from].includes(state)) throw cannotGo(from, state)
    const assigned = Object.keys(columns).map((column) => `${column} = @${column}`)
    connection.run(`UPDATE run SET ${['state = @state', ...assigned].join(', ')} WHERE id = @id`, {
      id,
      state,
      ...columns,
    })
    return get(id)
  }

  /** Where in the run the same person is by another name, which was merged since the data set was frozen. */
  function partOfDouble(runId: string, patient: string, part: SplitPart): SplitPart | undefined {
    const row = connection.get(
      `SELECT part FROM person AS own JOIN person AS other ON other.id = own.id
       JOIN runPatient ON runPatient.patient = other.patientId AND runId = @runId
       WHERE own.patientId = @patient AND part <> @part LIMIT 1`,
      { runId, patient, part },
    ) as { part: SplitPart } | undefined
    return row?.part
  }

  const lastTurn = () =>
    (connection.get('SELECT max(turn) AS turn FROM run') as { turn: number | null }).turn ?? 0
  const wallTime = (id: string, more: number) => get(id).wallTimeMs + more

  return {
    get,

    /** Newest first. */
    list(): RunSummary[] {
      return (connection.all(`${select} ORDER BY run.entry DESC`) as Row[]).map(toSummary)
    },

    detail(id: string): RunDetail {
      return connection.snapshot(() => {
        const { report } = connection.get('SELECT report FROM run WHERE id = @id', { id }) as {
          report: string | null
        }
        const parts = connection.all(
          'SELECT part, count(*) AS patients FROM runPatient WHERE runId = @id GROUP BY part',
          { id },
        ) as { part: SplitPart; patients: number }[]
        const split = Object.fromEntries(parts.map(({ part, patients }) => [part, patients]))
        return {
          ...get(id),
          progress: progressOf(id),
          split: parts.length > 0 ? (split as Record<SplitPart, number>) : null,
          report: report === null ? null : (JSON.parse(report) as EvaluationReport),
        }
      })
    },

    /** @throws StokesError `storage.notFound`, `dataset.invalid` for an external test set */
    add({ name, operatorId, experiment }: NewStoredRun): RunSummary {
      return connection.transaction(() => {
        operators.get(operatorId)
        const { dataSetHash } = experiment
        const dataSet = dataSets.get(dataSetHash)
        if (dataSet.external) throw isExternal(dataSet.name)
        const id = newId()
        connection.insert('run', {
          id,
          name,
          operatorId,
          dataSetHash,
          origin: dataSet.origin,
          experiment: JSON.stringify(experiment),
          softwareVersion,
          createdAt: clock.timestamp(),
          state: 'queued',
          turn: lastTurn() + 1,
        })
        return get(id)
      })
    },

    /** The run whose turn it is; null while one runs or none waits. */
    next(): RunSummary | null {
      const waiting = connection.get(
        `SELECT id FROM run WHERE state = 'queued' AND NOT EXISTS (SELECT 1 FROM run WHERE state = 'running')
         ORDER BY turn LIMIT 1`,
      ) as { id: string } | undefined
      return waiting ? get(waiting.id) : null
    },

    start(id: string): RunSummary {
      return connection.transaction(() =>
        change(id, 'running', { startedAt: clock.timestamp(), endedAt: null, problem: null }),
      )
    },

    /**
     * Which patient is in which part; the same again after an interruption.
     * @throws StokesError `dataset.patientInTwoParts`
     */
    addSplit(id: string, patients: Record<SplitPart, readonly string[]>): void {
      connection.transaction(() => {
        const before = connection.all('SELECT patient, part FROM runPatient WHERE runId = @id', { id }) as {
          patient: string
          part: SplitPart
        }[]
        const partOf = new Map(before.map(({ patient, part }) => [patient, part]))
        for (const [part, chosen] of Object.entries(patients) as [SplitPart, readonly string[]][]) {
          for (const patient of chosen) {
            const other = partOf.get(patient)
            if (other === part) continue
            const apart = other ?? partOfDouble(id, patient, part)
            if (apart !== undefined) throw inTwoParts(patient, apart, part)
            connection.insert('runPatient', { runId: id, patient, part })
            partOf.set(patient, part)
          }
        }
      })
    },

    split(id: string): Record<SplitPart, string[]> {
      const split: Record<SplitPart, string[]> = { fit: [], earlyStopping: [], calibration: [], heldOut: [] }
      const rows = connection.all('SELECT patient, part FROM runPatient WHERE runId = @id', { id })
      for (const { patient, part } of rows as { patient: string; part: SplitPart }[])
        split[part].push(patient)
      return split
    },

    addProgress(id: string, point: ProgressPoint): void {
      connection.insert('runProgress', { runId: id, ...point })
    },

    /** Ends an attempt, or takes a run out of the queue. */
    end(id: string, { state, problem, wallTimeMs }: RunEnd): RunSummary {
      return connection.transaction(() =>
        change(id, state, {
          endedAt: clock.timestamp(),
          problem: problem && JSON.stringify(problem),
          wallTimeMs: wallTime(id, wallTimeMs),
        }),
      )
    },

    /** The run and the model that came of it, a candidate: both or neither. */
    finish(id: string, { report, engine, wallTimeMs, modelHash }: FinishedRun): RunSummary {
      return connection.transaction(() => {
        change(id, 'finished', {
          endedAt: clock.timestamp(),
          wallTimeMs: wallTime(id, wallTimeMs),
          engine,
          report: JSON.stringify(report),
        })
        const { origin, operatorId, name } = row(id)
        if (modelHash !== null) {
          models.register({
            hash: modelHash,
            runId: id,
            origin,
            operatorId,
            reason: `Trained by the run ${name}.`,
          })
        }
        return get(id)
      })
    },

    /** Queues it again, behind those that wait. */
    resume(id: string): RunSummary {
      return connection.transaction(() =>
        change(id, 'queued', { turn: lastTurn() + 1, endedAt: null, problem: null }),
      )
    },

    /** One that still ran when the program before this one ended becomes `interrupted`; gives its id. */
    interruptRunning(): string[] {
      const problem: Problem = {
        code: 'training.interrupted',
        message: 'Stokes ended while the run was being trained.',
        tip: 'Resume it: it goes on from its last checkpoint.',
      }
      const rows = connection.all(
        `UPDATE run SET state = 'interrupted', endedAt = @now, problem = @problem WHERE state = 'running' RETURNING id`,
        { now: clock.timestamp(), problem: JSON.stringify(problem) },
      )
      return (rows as { id: string }[]).map(({ id }) => id)
    },
  }

  function progressOf(id: string): ProgressPoint[] {
    return connection.all(
      `SELECT stage, step, steps, loss, watchedLoss, at FROM runProgress WHERE runId = @id AND entry IN
         (SELECT max(entry) FROM runProgress WHERE runId = @id GROUP BY stage, step)
       ORDER BY entry`,
      { id },
    ) as ProgressPoint[]
  }
}

const followers: Record<RunState, readonly RunState[]> = {
  queued: ['running', 'cancelled'],
  running: ['cancelled', 'failed', 'interrupted', 'finished'],
  cancelled: ['queued'],
  failed: ['queued'],
  interrupted: ['queued'],
  finished: [],
}

function toSummary(row: Row): RunSummary {
  const { operatorId: _operatorId, auc, aucInterval, distinguishable, experiment, problem, ...rest } = row
  return {
    ...rest,
    experiment: JSON.parse(experiment) as Experiment,
    problem: problem === null ? null : (JSON.parse(problem) as Problem),
    auc: rest.state === 'finished' ? { value: auc, interval: parsed(aucInterval) } : null,
    distinguishable: distinguishable === null ? null : distinguishable === 1,
  }
}

function parsed(interval: string | null): [number, number] | null {
  return interval === null ? null : (JSON.parse(interval) as [number, number] | null)
}

function cannotGo(from: RunState, to: RunState): StokesError {
  return new StokesError('usage.invalid', `The run is ${from}; it cannot become ${to}.`, {
    tip: from === 'finished' ? 'Start another run.' : 'Look at the list of runs again: it has changed.',
  })
}

function isExternal(name: string): StokesError {
  return new StokesError('dataset.invalid', `${name} is an external test set, which no run may see.`, {
    tip: 'Choose another data set.',
  })
}

function inTwoParts(patient: string, one: SplitPart, other: SplitPart): StokesError {
  return new StokesError(
    'dataset.patientInTwoParts',
    `The patient ${patient} is in the parts ${one} and ${other} of the run.`,
    {
      tip: 'Figures of such a split are worth nothing. Freeze the cases again, which knows merged patients, and start a new run.',
    },
  )
}
