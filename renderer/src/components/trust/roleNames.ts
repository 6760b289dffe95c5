import type { Role, SignatureMeaning } from '../../../../electron/contract/trust'

export const roleNames: Record<Role, string> = {
  clinician: 'Clinician',
  technician: 'Technician',
  researcher: 'Researcher',
  administrator: 'Administrator',
}

export const meaningNames: Record<SignatureMeaning, string> = {
  created: 'Created',
  reviewed: 'Reviewed',
  approved: 'Approved',
}
