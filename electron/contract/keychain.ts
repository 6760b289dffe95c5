import { z } from 'zod'
import { procedure } from './procedure'

export const keychainStateSchema = z.object({
  available: z.boolean(),
  /** What keeps the secret: `keychain`, `dpapi`, `gnome_libsecret`, `kwallet6`; `basic_text` is none. */
  backend: z.string(),
})
export type KeychainState = z.infer<typeof keychainStateSchema>

/** What the instrument process asks of main: the system's keychain, which only main can reach. */
export const keychainContract = {
  state: procedure.output(keychainStateSchema),
  /** Of hexadecimal digits; gives base64 that this user alone can open, on this computer. */
  seal: procedure.input(z.object({ secret: z.string() })).output(z.string()),
  open: procedure.input(z.object({ sealed: z.string() })).output(z.string()),
}
