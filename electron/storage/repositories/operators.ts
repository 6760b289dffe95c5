import type { Operator } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import { notFound } from '../notFound'
import { newEntry, type Store } from '../store'

export type Operators = ReturnType<typeof operators>

/** Who did it. */
export function operators(store: Store) {
  const { connection } = store
  return {
    list(): Operator[] {
      return connection.all(
        'SELECT id, name, createdAt FROM operator ORDER BY name COLLATE NOCASE, name',
      ) as Operator[]
    },

    get(id: string): Operator {
      const operator = connection.get('SELECT id, name, createdAt FROM operator WHERE id = @id', { id })
      if (!operator) throw notFound('operator', id)
      return operator as Operator
    },

    /** The operator of this name; a new one where there is none yet. */
    ensure(givenName: string): Operator {
      const name = givenName.trim().normalize()
      if (!name) throw new StokesError('usage.invalid', 'The name of the operator is empty.')
      return connection.transaction(() => {
        const known = connection.get('SELECT id, name, createdAt FROM operator WHERE name = @name', { name })
        if (known) return known as Operator
        const operator: Operator = { ...newEntry(store), name }
        connection.insert('operator', operator)
        return operator
      })
    },
  }
}
