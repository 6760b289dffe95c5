import { startDeadline } from './deadline'

/** What `work` gives, or a rejection after `ms`. Work that is late is not stopped; its outcome is dropped. */
export async function withTimeout<T>(
  work: Promise<T>,
  ms: number,
  late: () => Error = () => new Error(`not done within ${ms} ms`),
): Promise<T> {
  let cancel = (): void => undefined
  const deadline = new Promise<never>((_, reject) => {
    cancel = startDeadline(ms, () => {
      reject(late())
    })
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    cancel()
  }
}
