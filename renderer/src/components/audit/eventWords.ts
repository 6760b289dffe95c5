import type { AuditLine, EventKind } from '../../../../electron/contract/audit'

const kinds: Record<EventKind, string> = {
  version: 'Another version of Stokes writes',
  signedIn: 'Signed in',
  signedOut: 'Signed out',
  signInFailed: 'Wrong PIN or password',
  administratorReset: 'An administrator was given a new PIN',
  exported: 'Exported',
  backedUp: 'Backup made',
  restored: 'Restored from a backup',
  encrypted: 'Encrypted',
  keyChanged: 'Given a new key',
  decrypted: 'Made plain',
  recordChecked: 'Record checked',
}

/** What an event is called; one of a later version by its own name. */
export const eventName = (kind: string): string => (kinds as Record<string, string>)[kind] ?? kind

/** What is said of a line besides who and when: `column` is what it is about. */
export function factsOf({
  changes,
  event,
}: AuditLine): { name: string; before: string | null; now: string }[] {
  if (event) {
    // The name stands beside the id of an account.
    const told = Object.entries(event.details).filter(([name]) => name !== 'account')
    return told.map(([name, value]) => ({
      name,
      before: null,
      now: Array.isArray(value) ? value.join(', ') : said(value),
    }))
  }
  return changes.map(({ column, before, after }) => ({
    name: column,
    before: said(before),
    now: said(after),
  }))
}

function said(value: string | number | boolean | null): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value === null || value === '' ? 'nothing' : String(value)
}
