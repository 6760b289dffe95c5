import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { shellContract } from '../../../electron/contract/shell'
import { switchingLink } from './switchingLink'

const link = switchingLink('shell')

/** What only the main process can do for the window. */
export const shell: ContractRouterClient<typeof shellContract> = createORPCClient(link)

/** Calls `use` when the main process can be asked. */
export const onShell = link.onConnected
