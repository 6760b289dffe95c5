import type { Migration } from './migration'

/** With what an answer was computed, as JSON; of results that were stored before, nobody said. */
export const computationOfResults: Migration = {
  name: 'computation',
  sql: `ALTER TABLE result ADD COLUMN computation TEXT CHECK (computation IS NULL OR json_valid(computation));`,
}
