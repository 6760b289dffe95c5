import { Option, type Command } from 'commander'
import type { BackupOptions } from './commands/backup'
import type { KeyChangeOptions, NewKeyOptions } from './commands/key'
import type { RescueOptions } from './commands/rescue'
import type { RestoreCommandOptions } from './commands/restore'
import { retentionOf } from './retentionOf'

const json = () => new Option('--json', 'answer as one JSON document')
const db = () => new Option('--db <file>', 'the case log; without it, that of the application')

/** Adds what keeps a case log safe: `stokes backup`, `restore`, `rescue` and `key`. */
export function addSafety(stokes: Command): void {
  stokes
    .command('backup')
    .description('copy a case log, read the copy from end to end, and remove what the rule no longer keeps')
    .addOption(db())
    .requiredOption('--to <folder>', 'where the backups are; made if it is not there')
    .option(
      '--keep <d,w,m>',
      'of how many days, weeks and months, such as 7,4,12; without it, all',
      retentionOf,
    )
    .addOption(json())
    .action(async (options: BackupOptions) => {
      ;(await import('./commands/backup')).backup(options)
    })

  stokes
    .command('restore')
    .description('put a backup in the place of a case log, which is kept aside')
    .requiredOption('--from <file>', 'the backup')
    .addOption(db())
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--backup-key-file <file>', 'key of the backup, where it is another')
    .addOption(json())
    .action(async (options: RestoreCommandOptions) => {
      ;(await import('./commands/restore')).restore(options)
    })

  stokes
    .command('rescue')
    .description('write what can be read of a damaged case log into a new one')
    .addOption(db())
    .requiredOption('--to <file>', 'the new case log; must not be there')
    .addOption(json())
    .action(async (options: RescueOptions) => {
      ;(await import('./commands/rescue')).rescue(options)
    })

  addKey(stokes)
}

function addKey(stokes: Command): void {
  const key = stokes.command('key').description('encrypt a case log, change its key, make it plain')
  key
    .command('new')
    .description('a new key: 24 words, which nobody can find out again')
    .requiredOption('--out <file>', 'where it is written, for this user alone')
    .addOption(json())
    .action(async (options: NewKeyOptions) => (await import('./commands/key')).newKey(options))
  key
    .command('encrypt')
    .description('encrypt a plain case log with the key in --key-file')
    .addOption(db())
    .addOption(json())
    .action(async (options: KeyChangeOptions) => {
      ;(await import('./commands/key')).encrypt(options)
    })
  key
    .command('decrypt')
    .description('make an encrypted case log plain; refused while it holds who patients are')
    .addOption(db())
    .option('--erase-identities <reason>', 'erase who patients are before, for good')
    .addOption(json())
    .action(async (options: KeyChangeOptions & { eraseIdentities?: string }) => {
      ;(await import('./commands/key')).decrypt(options)
    })
  key
    .command('rotate')
    .description('give an encrypted case log another key')
    .addOption(db())
    .requiredOption('--new-key-file <file>', 'the other key')
    .addOption(json())
    .action(async (options: KeyChangeOptions & { newKeyFile: string }) => {
      ;(await import('./commands/key')).rotate(options)
    })
}
