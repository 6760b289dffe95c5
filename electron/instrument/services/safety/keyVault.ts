import { StokesError, toProblem, type Problem } from '../../../contract/errors'
import type { KeychainState } from '../../../contract/keychain'
import type { KeyKeeper } from '../../../contract/safety'
import { Connection } from '../../../storage/connection'
import { fileForm } from '../../../storage/fileForm'
import { keyName } from '../../../storage/keys/deriveKey'
import { keyOfWords } from '../../../storage/keys/recoveryWords'
import {
  openWithPassphrase,
  readSealedKeys,
  sealWithPassphrase,
  writeSealedKeys,
  type SealedKey,
} from '../../../storage/keys/sealedKeys'

/** The system's keychain, wherever it is asked. */
export interface Keychain {
  state(): Promise<KeychainState>
  seal(input: { secret: string }): Promise<string>
  open(input: { sealed: string }): Promise<string>
}

/** Holds the key of one case log for this computer: sealed by the system's keychain, or by a passphrase. */
export class KeyVault {
  constructor(
    private readonly path: string,
    private readonly keychain: Keychain | null,
  ) {}

  get keptBy(): KeyKeeper | null {
    return readSealedKeys(this.path)[0]?.by ?? null
  }

  async keychainState(): Promise<KeychainState | null> {
    return this.keychain && (await this.keychain.state())
  }

  /**
   * The key that the keychain gives for the file as it is; null where a person has to be asked, or there is nothing to open.
   *
   * @param tellProblem told why a keychain that has the key does not give it
   */
  async fromKeychain(tellProblem: (problem: Problem) => void = () => undefined): Promise<Uint8Array | null> {
    // Who has no key is not kept waiting.
    const kept = readSealedKeys(this.path).filter((sealed) => sealed.by === 'keychain')
    if (!this.keychain || kept.length === 0 || fileForm(this.path) !== 'encrypted') return null
    for (const sealed of kept) {
      const master = await this.keychain.open({ sealed: sealed.sealed }).then(fromHex, (error: unknown) => {
        tellProblem(toProblem(error))
        return null
      })
      if (master && this.opens(master)) return master
    }
    return null
  }

  /** @throws StokesError `storage.wrongKey` */
  async fromPassphrase(passphrase: string): Promise<Uint8Array> {
    const sealed = readSealedKeys(this.path).filter((one) => one.by === 'passphrase')
    let problem: unknown = new StokesError(
      'storage.wrongKey',
      'No passphrase was set for this case log here.',
      {
        tip: 'Open it with the recovery key that was written down.',
      },
    )
    for (const one of sealed) {
      try {
        const master = await openWithPassphrase(one, passphrase)
        if (this.opens(master)) return master
      } catch (error) {
        problem = error
      }
    }
    throw problem
  }

  /**
   * The key of the words; kept by the keychain from now on, where there is one.
   * @throws StokesError `storage.wrongKey`
   */
  async fromWords(words: string): Promise<Uint8Array> {
    const master = keyOfWords(words)
    new Connection(this.path, { readOnly: true, masterKey: master }).close()
    if ((await this.keychainState())?.available) this.keep([await this.seal(master, { keptBy: 'keychain' })])
    return master
  }

  /** @throws StokesError `storage.noKeychain`, `usage.invalid` without a passphrase where one is to keep it */
  async seal(
    master: Uint8Array,
    { keptBy, passphrase }: { keptBy: KeyKeeper; passphrase?: string | undefined },
  ): Promise<SealedKey> {
    const key = keyName(master)
    if (keptBy === 'keychain') {
      if (!this.keychain) {
        throw new StokesError('storage.noKeychain', 'There is no keychain here.', {
          tip: 'Choose a passphrase.',
        })
      }
      const secret = Buffer.from(master).toString('hex')
      return { by: 'keychain', key, sealed: await this.keychain.seal({ secret }) }
    }
    if (passphrase === undefined) {
      throw new StokesError('usage.invalid', 'There is no passphrase to keep the key.', { tip: 'Type one.' })
    }
    return sealWithPassphrase(master, { key, passphrase })
  }

  sealedKeys(): SealedKey[] {
    return readSealedKeys(this.path)
  }

  keep(keys: SealedKey[]): void {
    writeSealedKeys(this.path, keys)
  }

  private opens(master: Uint8Array): boolean {
    try {
      new Connection(this.path, { readOnly: true, masterKey: master }).close()
      return true
    } catch (error) {
      // Anything else is for whoever opens it in earnest.
      return !(error instanceof StokesError && error.code === 'storage.wrongKey')
    }
  }
}

function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'))
}
