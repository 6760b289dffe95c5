import { Option, type Command } from 'commander'
import type { AccountsOptions, ResetAdministratorOptions } from './commands/accounts'

const json = () => new Option('--json', 'answer as one JSON document')
const db = () => new Option('--db <file>', 'the case log; without it, that of the application')

/** Adds what is asked of accounts: `stokes accounts`. */
export function addAccounts(stokes: Command): void {
  const accounts = stokes
    .command('accounts')
    .description('who has an account in a case log; a way back for an administrator who forgot their PIN')
  accounts
    .command('list')
    .description('names, roles, and when each signed in last')
    .addOption(db())
    .addOption(json())
    .action(async (options: AccountsOptions) => {
      ;(await import('./commands/accounts')).accounts(options)
    })
  accounts
    .command('reset-administrator')
    .description('give an administrator a new PIN, which is printed once; it is on record')
    .addOption(db())
    .option('--name <name>', 'which, where there are several')
    .addOption(json())
    .action(async (options: ResetAdministratorOptions) =>
      (await import('./commands/accounts')).resetAdministrator(options),
    )
}
