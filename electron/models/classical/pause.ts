import { setImmediate } from 'node:timers/promises'

/** Lets others have their turn, in long work. @throws the reason of the signal when it is aborted */
export async function pause(signal?: AbortSignal): Promise<void> {
  await setImmediate()
  signal?.throwIfAborted()
}
