import type { Migration } from './migration'

/** Which spot of a lesion was measured; nothing where nobody named one, which is the first. */
export const spotsOfLesions: Migration = {
  name: 'spots',
  sql: `
    ALTER TABLE acquisition ADD COLUMN spot TEXT CHECK (length(spot) BETWEEN 1 AND 40);
    CREATE TRIGGER acquisitionKeepsItsSpot BEFORE UPDATE OF spot ON acquisition
      BEGIN SELECT RAISE(ABORT, 'how an acquisition was started is never changed'); END;`,
}
