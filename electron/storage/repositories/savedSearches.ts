import type { CaseFilters } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import type { NewSearch, SavedSearch } from '../../contract/searches'
import { notFound } from '../notFound'
import { newEntry, type Store } from '../store'
import type { Operators } from './operators'

export type SavedSearches = ReturnType<typeof savedSearches>

/** More names nobody reads. */
const MOST = 50

const columns = 'id, operatorId, name, search, filters, createdAt'

type Row = Omit<SavedSearch, 'filters'> & { filters: string }

/** Searches that somebody wants to find again, each operator's own. What is removed can be brought back. */
export function savedSearches(store: Store, { operators }: { operators: Operators }) {
  const { connection } = store
  const toSearch = ({ filters, ...row }: Row): SavedSearch => ({
    ...row,
    filters: JSON.parse(filters) as CaseFilters,
  })

  function get(id: string): SavedSearch {
    const row = connection.get(`SELECT ${columns} FROM savedSearch WHERE id = @id`, { id })
    if (!row) throw notFound('saved search', id)
    return toSearch(row as Row)
  }

  function list(operatorId: string | null): SavedSearch[] {
    const rows = connection.all(
      `SELECT ${columns} FROM savedSearch WHERE operatorId IS @operatorId AND NOT deleted
       ORDER BY name COLLATE NOCASE`,
      { operatorId },
    )
    return (rows as Row[]).map(toSearch)
  }

  function requireRoom(
    { operatorId, name }: Pick<NewSearch, 'operatorId' | 'name'>,
    own: string | null,
  ): void {
    const others = list(operatorId).filter(({ id }) => id !== own)
    if (others.some((other) => other.name === name)) {
      throw new StokesError('storage.duplicate', `There is a saved search called "${name}" already.`, {
        tip: 'Choose another name, or remove the other search.',
      })
    }
    if (others.length >= MOST) {
      throw new StokesError('usage.invalid', `There are ${MOST} saved searches already, which is the most.`, {
        tip: 'Remove one that nobody needs any more.',
      })
    }
  }

  return {
    /** By name. */
    list,

    /** @throws StokesError `storage.duplicate`, `usage.invalid` for more than anybody reads */
    add({ operatorId, name, search, filters }: NewSearch): SavedSearch {
      const saved: SavedSearch = { ...newEntry(store), operatorId, name, search, filters }
      return connection.transaction(() => {
        if (operatorId !== null) operators.get(operatorId)
        requireRoom(saved, null)
        connection.insert('savedSearch', { ...saved, filters: JSON.stringify(filters) })
        return saved
      })
    },

    /** @throws StokesError `storage.duplicate`, `storage.notFound` */
    rename(id: string, name: string): SavedSearch {
      return connection.transaction(() => {
        const renamed = { ...get(id), name }
        requireRoom(renamed, id)
        connection.run('UPDATE savedSearch SET name = @name WHERE id = @id', { id, name })
        return renamed
      })
    },

    /**
     * Puts it out of sight, or brings it back.
     * @throws StokesError `storage.duplicate` where its name was given to another meanwhile, `storage.notFound`
     */
    setDeleted(id: string, deleted: boolean): SavedSearch {
      return connection.transaction(() => {
        const search = get(id)
        if (!deleted) requireRoom(search, id)
        connection.run('UPDATE savedSearch SET deleted = @deleted WHERE id = @id', {
          id,
          deleted: deleted ? 1 : 0,
        })
        return search
      })
    },
  }
}
