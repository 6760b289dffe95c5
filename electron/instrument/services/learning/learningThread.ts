import type { Remote } from 'comlink'
import { startWorker } from '../startWorker'
import type { LearningDesk, LearningThreadOptions } from './learningDesk'

/** Much is read at once; a thread that takes all memory ends alone. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 4096 }

/** Has work done on a thread that is there for it alone, and gives its memory back. */
export async function onLearningThread<T>(
  options: LearningThreadOptions,
  work: (desk: Remote<LearningDesk>) => Promise<T>,
): Promise<T> {
  let died: (reason: Error) => void = () => undefined
  const lost = new Promise<never>((_resolve, reject) => (died = reject))
  const thread = startWorker<LearningDesk>('learningWorker', options, died, {
    resourceLimits: RESOURCE_LIMITS,
  })
  try {
    return await Promise.race([work(thread.api), lost])
  } finally {
    await thread.stop()
  }
}
