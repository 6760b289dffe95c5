/* eslint-disable @typescript-eslint/no-deprecated -- the asynchronous calls that follow these are not in the older of the two runtimes */
import { implement, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { safeStorage, type MessagePortMain } from 'electron'
import type { Problem } from '../contract/errors'
import { keychainContract, type KeychainState } from '../contract/keychain'

/** Answers, on this port, what the instrument process asks of the system's keychain. Knows no key, and keeps none. */
export function serveKeychain(port: MessagePortMain): void {
  const keychain = implement(keychainContract)
  const router = keychain.router({
    state: keychain.state.handler(keychainState),
    seal: keychain.seal.handler(({ input: { secret } }) =>
      answered(() => {
        if (!keychainState().available) throw new Error('it has none that keeps a secret')
        return safeStorage.encryptString(secret).toString('base64')
      }),
    ),
    open: keychain.open.handler(({ input: { sealed } }) =>
      answered(() => safeStorage.decryptString(Buffer.from(sealed, 'base64'))),
    ),
  })
  new RPCHandler(router).upgrade(port)
  port.start()
}

/** On Linux without a keyring Electron has `basic_text`: a password that is known to everybody. */
function keychainState(): KeychainState {
  const backend =
    process.platform === 'linux'
      ? safeStorage.getSelectedStorageBackend()
      : process.platform === 'win32'
        ? 'dpapi'
        : 'keychain'
  return { available: backend !== 'basic_text' && safeStorage.isEncryptionAvailable(), backend }
}

function answered(work: () => string): string {
  try {
    return work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const data: Problem = {
      code: 'storage.noKeychain',
      message: `The keychain of this computer does not serve: ${reason}.`,
      tip: 'Unlock it, or open the case log with its recovery key.',
    }
    throw new ORPCError('PROBLEM', { data, message: data.message })
  }
}
