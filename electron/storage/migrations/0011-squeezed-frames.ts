import type { Migration } from './migration'

/** How many bytes `intensities` are when they are no longer squeezed (squeeze.ts); nothing where they are as they are. */
export const squeezedFrames: Migration = {
  name: 'squeezedFrames',
  sql: 'ALTER TABLE frame ADD COLUMN squeezedFrom INTEGER CHECK (squeezedFrom > 0);',
}
