import { defineStore } from 'pinia'
import type {
  IdentityErasure,
  IdentityLook,
  IdentityState,
  IdentityWriting,
  ShownIdentity,
} from '../../../electron/contract/identities'
import { instrument } from '../bridge/instrument'
import { outcomeOf, type Outcome } from './outcomeOf'

/** Who patients are. Nothing of it is kept here: whoever shows it forgets it. */
export const useIdentitiesStore = defineStore('identities', () => ({
  state: (patientId: string): Promise<Outcome<IdentityState>> =>
    outcomeOf(() => instrument.identities.state({ patientId })),
  show: (look: IdentityLook): Promise<Outcome<ShownIdentity | null>> =>
    outcomeOf(() => instrument.identities.show(look)),
  write: (writing: IdentityWriting): Promise<Outcome<void>> =>
    outcomeOf(() => instrument.identities.write(writing)),
  erase: (erasure: IdentityErasure): Promise<Outcome<void>> =>
    outcomeOf(() => instrument.identities.erase(erasure)),
}))
