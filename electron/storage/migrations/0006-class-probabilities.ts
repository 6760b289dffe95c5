import type { Migration } from './migration'

/** What a model that tells more than two classes apart says of each, as JSON; nothing where an answer is withheld. */
export const classProbabilities: Migration = {
  name: 'classProbabilities',
  sql: `ALTER TABLE result ADD COLUMN classes TEXT
    CHECK (classes IS NULL OR (withheld IS NULL AND json_valid(classes)));`,
}
