import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'

const SHELF = 'stokes.programUser'

/** Whom this program acts for where nobody signs in to it, in the audit; null where it has not said. Its threads see it too. */
export function programUser(): string | null {
  const user = getEnvironmentData(SHELF) as unknown
  return typeof user === 'string' ? user : null
}

/** Before any case log is opened, and any thread started. */
export function actFor(user: string): void {
  setEnvironmentData(SHELF, user)
}
