import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/*
 * Pictures of lesions, in parts: a frame that is to be written waits for one of them at most. A picture is there when all of its parts are;
 * what a power cut left of one is never shown.
 */
export const photos: Migration = {
  name: 'photos',
  sql: `
    CREATE TABLE photo (
      entry INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      lesionId TEXT NOT NULL REFERENCES lesion (id),
      visitId TEXT REFERENCES visit (id),
      operatorId TEXT NOT NULL REFERENCES operator (id),
      kind TEXT NOT NULL CHECK (kind IN ('clinical', 'dermoscopy')),
      takenOn TEXT NOT NULL CHECK (takenOn IS date(takenOn)),
      note TEXT NOT NULL CHECK (length(note) <= 400),
      mediaType TEXT NOT NULL CHECK (mediaType IN ('image/jpeg', 'image/png', 'image/webp')),
      -- As it is seen, pixels.
      width INTEGER NOT NULL CHECK (width > 0),
      height INTEGER NOT NULL CHECK (height > 0),
      bytes INTEGER NOT NULL CHECK (bytes > 0),
      sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
      thumbnail BLOB NOT NULL CHECK (length(thumbnail) <= 65536),
      thumbnailType TEXT NOT NULL CHECK (thumbnailType IN ('image/jpeg', 'image/png', 'image/webp')),
      createdAt TEXT NOT NULL
    ) STRICT;
    CREATE INDEX photoByLesion ON photo (lesionId, entry);
    ${neverChanged('photo')}
    CREATE TRIGGER photoIsOfAVisitOfItsPatient BEFORE INSERT ON photo
      WHEN new.visitId IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM visit JOIN lesion USING (patientId) WHERE visit.id = new.visitId AND lesion.id = new.lesionId)
      ${refuse('a photo is of a visit of its patient')}

    CREATE TABLE photoPart (
      entry INTEGER PRIMARY KEY,
      photoEntry INTEGER NOT NULL REFERENCES photo (entry),
      ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
      content BLOB NOT NULL CHECK (length(content) > 0),
      sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
      UNIQUE (photoEntry, ordinal)
    ) STRICT;
    ${neverChanged('photoPart')}
    CREATE TRIGGER photoPartIsTheNext BEFORE INSERT ON photoPart
      WHEN new.ordinal <> (SELECT count(*) FROM photoPart WHERE photoEntry = new.photoEntry)
        OR length(new.content) + (SELECT total(length(content)) FROM photoPart WHERE photoEntry = new.photoEntry)
          > (SELECT bytes FROM photo WHERE entry = new.photoEntry)
      ${refuse('the parts of a photo follow each other, up to its size')}
    CREATE VIEW wholePhoto AS
      SELECT * FROM photo WHERE bytes = (SELECT total(length(content)) FROM photoPart WHERE photoEntry = photo.entry);

    -- Out of sight, or back again; nothing leaves the file.
    CREATE TABLE photoDeletion (
      entry INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      photoId TEXT NOT NULL REFERENCES photo (id),
      lesionId TEXT NOT NULL REFERENCES lesion (id),
      operatorId TEXT NOT NULL REFERENCES operator (id),
      deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
      reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
      createdAt TEXT NOT NULL
    ) STRICT;
    CREATE INDEX photoDeletionByPhoto ON photoDeletion (photoId, entry);
    ${neverChanged('photoDeletion')}`,
}
