import type { Command } from 'commander'
import { fileForm } from '../storage/fileForm'
import { takeKeyInHand } from '../storage/keys/keyRing'
import { tell } from './output'
import { readKey } from './readKey'

interface KeyFileOptions {
  db?: string
  keyFile?: string
}

/**
 * Gives each command that opens a case log, below this one too, an option for its key, and takes that key in hand before the command
 * runs. A new case log that was made without one is said to be plain.
 */
export function offerKeyFile(stokes: Command): Command {
  for (const command of everyCommand(stokes)) {
    if (command.options.some(({ long }) => long === '--db' || long === '--data')) {
      command.option('--key-file <file>', 'key of an encrypted case log: 24 words or 64 hexadecimal digits')
    }
  }
  let absent = false
  stokes.hook('preAction', (_, command) => {
    const { db, keyFile } = command.opts<KeyFileOptions>()
    if (keyFile !== undefined) takeKeyInHand(readKey(keyFile))
    absent = db !== undefined && fileForm(db) === 'absent'
  })
  stokes.hook('postAction', (_, command) => {
    const { db } = command.opts<KeyFileOptions>()
    if (absent && db !== undefined && fileForm(db) === 'plain')
      tell(`The new case log ${db} is not encrypted; "stokes key encrypt --db ${db}" does it.`)
  })
  return stokes
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)]
}
