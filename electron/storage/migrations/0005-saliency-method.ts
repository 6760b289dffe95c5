import type { Migration } from './migration'

/** Which method a saliency map is from; of results that were stored before, nobody said. */
export const saliencyMethodOfResults: Migration = {
  name: 'saliencyMethod',
  sql: `ALTER TABLE result ADD COLUMN saliencyMethod TEXT
    CHECK (saliencyMethod IN ('grad-cam', 'gradient-input', 'occlusion'));`,
}
