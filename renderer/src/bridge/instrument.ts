import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { instrumentContract } from '../../../electron/contract/index'
import { switchingLink } from './switchingLink'

const link = switchingLink('instrument')

/** All that the window may ask of the instrument process, whichever process that is now. */
export const instrument: ContractRouterClient<typeof instrumentContract> = createORPCClient(link)

/** Calls `use` whenever there is an instrument process to talk to; `ended` is aborted when that one is gone. */
export const onInstrument = link.onConnected
