import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from './stokes'

/** What somebody does to the file of a case log with SQLite alone, while Stokes has it open. */
function past(dataFolder: string, sql: string): Promise<unknown> {
  const program = `
    const [path, sql] = process.argv.slice(1)
    const nativeBinding = process.env.STOKES_SQLITE_BINDING
    const database = require('better-sqlite3')(path, nativeBinding ? { nativeBinding } : {})
    database.exec(sql)
    database.close()`
  return promisify(execFile)(
    process.env['STOKES_ELECTRON'] ?? '',
    ['-e', program, join(dataFolder, 'case-log.sqlite'), sql],
    { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
  )
}

test('accounts: set up, sign, lock, wrong PIN, switch of user, change of what was signed; the record checked on screen', async ({
  dataFolder,
  start,
}) => {
  const { window } = await start()
  await window.getByTestId('start-demonstration').click()
  await expect(window.getByTestId('prediction')).toBeVisible({ timeout: 30_000 })
  await window.getByTestId('nav-system').click()
  await window.getByTestId('set-up-accounts').click()
  await window.getByTestId('account-name').fill('Ada')
  await window.getByTestId('account-secret').fill('270818')
  await window.getByTestId('account-save').click()
  await expect(window.getByTestId('accounts')).toContainText('Ada is signed in')
  await window.getByTestId('add-user').click()
  await window.getByTestId('account-name').fill('Bo')
  await window.getByTestId('new-role-technician').click()
  await window.getByTestId('account-secret').fill('905173')
  await window.getByTestId('account-save').click()
  await expect(window.getByTestId('account')).toHaveCount(2)

  await window.getByTestId('check-record').click()
  await expect(window.getByTestId('record-good')).toContainText('Nothing was changed past Stokes')
  await past(dataFolder, `DROP TRIGGER frameIsNeverChanged; UPDATE frame SET sequence = 99 WHERE entry = 2`)
  await window.getByTestId('check-record').click()
  await expect(window.getByTestId('record-findings')).toContainText(
    'frame 2 This row was changed past Stokes',
  )
  await window.getByTestId('finding-case').click()
  await expect(window.getByTestId('case-title')).toBeVisible()

  await window.getByTestId('nav-cases').click()
  await window.getByTestId('case-row').first().click()
  await window.getByTestId('sign-case').click()
  await window.getByTestId('secret').fill('270818')
  await window.getByTestId('signature-submit').click()
  await expect(window.getByTestId('signature')).toHaveAttribute('data-unchanged', 'true')

  await window.getByTestId('lock-screen-now').click()
  await expect(window.getByTestId('lock-screen')).toBeVisible()
  await expect(window.getByTestId('stop-laser')).toBeVisible()
  await window.getByTestId('lock-user').filter({ hasText: 'Bo' }).click()
  await window.getByTestId('secret').fill('905174')
  await window.getByTestId('sign-in').click()
  await expect(window.getByTestId('problem-note')).toContainText('not the PIN')
  await window.getByTestId('secret').fill('905173')
  await window.getByTestId('sign-in').click()
  await expect(window.getByTestId('lock-screen-now')).toContainText('Bo')

  // Bo may look and add a note, and no more; the rest is greyed, and says who may.
  await window.getByTestId('nav-system').click()
  await expect(window.getByTestId('check-record')).toBeDisabled()
  await expect(window.getByTestId('encrypt')).toHaveAttribute(
    'title',
    'For an administrator; you are signed in as technician.',
  )
  await window.getByTestId('nav-cases').click()
  await window.getByTestId('case-row').first().click()
  await expect(window.getByTestId('sign-case')).toBeDisabled()
  await expect(window.getByTestId('add-diagnosis')).toBeDisabled()
  await window.getByTestId('add-note').click()
  await window.getByTestId('note-text').fill('grows')
  await window.getByTestId('note-save').click()
  await expect(window.getByTestId('signature')).toHaveAttribute('data-unchanged', 'false')
  await expect(window.getByTestId('signature')).toContainText('note added by Bo')
})
