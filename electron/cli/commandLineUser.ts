import { userInfo } from 'node:os'

/** Who acts on the command line, as the audit names them: the user of the operating system. */
export function commandLineUser(): string {
  return `command line (${systemUser()})`
}

function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    // A user without an entry in the list of users, as in a container.
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
