import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { MessagePortMain } from 'electron'
import { problemSchema, StokesError } from '../../../contract/errors'
import type { keychainContract } from '../../../contract/keychain'
import type { Keychain } from './keyVault'

/** The system's keychain behind a port of main, which is here once it is first asked for. */
export function keychainOf(port: Promise<MessagePortMain>): Keychain {
  let client: Promise<ContractRouterClient<typeof keychainContract>> | null = null
  const ask = async <T>(
    question: (keychain: ContractRouterClient<typeof keychainContract>) => Promise<T>,
  ): Promise<T> => {
    client ??= port.then((opened) => {
      const link = new RPCLink({ port: opened })
      opened.start()
      return createORPCClient(link)
    })
    try {
      return await question(await client)
    } catch (error) {
      throw asStokesError(error)
    }
  }
  return {
    state: () => ask((keychain) => keychain.state()),
    seal: (input) => ask((keychain) => keychain.seal(input)),
    open: (input) => ask((keychain) => keychain.open(input)),
  }
}

function asStokesError(error: unknown): unknown {
  const problem = error instanceof ORPCError ? problemSchema.safeParse(error.data) : null
  if (!problem?.success) return error
  const { code, message, tip } = problem.data
  return new StokesError(code, message, { ...(tip !== undefined && { tip }), cause: error })
}
