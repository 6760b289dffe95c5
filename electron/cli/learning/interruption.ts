import { StokesError, type ErrorCode } from '../../contract/errors'

/** A signal that Ctrl-C, or a polite request to end, aborts. */
export function interruption(
  message: string,
  tip?: string,
  code: ErrorCode = 'training.cancelled',
): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      controller.abort(new StokesError(code, message, tip === undefined ? {} : { tip }))
    })
  return controller.signal
}
