import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keyOfWords } from '../../electron/storage/keys/recoveryWords'
import { addSubject, connection, expect, test } from './stokes'
import type { Page } from '@playwright/test'

const PSEUDONYM = 'Zebra-4711'
const PASSPHRASE = 'a long enough passphrase'

async function openSystem(window: Page): Promise<void> {
  await window.getByRole('link', { name: /system/i }).click()
  await expect(window.getByTestId('encryption-state')).toBeVisible()
}

/** The files of a folder, and those below it, in which these bytes stand. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const file of files) {
    const path = join(file.parentPath, file.name)
    if (file.isFile() && (await readFile(path)).includes(text)) found.push(path)
  }
  return found
}

/** What any program of this user can see of those that run on this folder: their arguments and environments. */
async function seenOfProcesses(dataFolder: string): Promise<string> {
  const seen: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (file: string) => readFile(join('/proc', pid, file), 'utf8').catch(() => '')
    const environment = await read('environ')
    if (environment.includes(dataFolder)) seen.push(environment, await read('cmdline'))
  }
  return seen.join('\n')
}

test('a case log is encrypted, backed up, locked at the next start, and opened by its passphrase or its words', async ({
  dataFolder,
  start,
}) => {
  const backups = join(dataFolder, 'backups')
  const { app, window } = await start()
  await expect(connection(window)).toHaveText('Connected')
  await addSubject(window, PSEUDONYM)
  await openSystem(window)
  await expect(window.getByTestId('encryption-state')).toContainText('Not encrypted')

  await window.getByTestId('encrypt').click()
  const words = await window.getByTestId('recovery-words').locator('li').allTextContents()
  expect(words).toHaveLength(24)
  await window.getByTestId('kept-by-passphrase').click()
  await window.getByTestId('passphrase').fill(PASSPHRASE)
  await window.getByTestId('passphrase-again').fill(PASSPHRASE)
  const asked = Number(await window.getByTestId('asked-word').getAttribute('data-asked'))
  await window.getByTestId('asked-word').fill(words[asked] ?? '')
  await window.getByTestId('encrypt-now').click()

  // The instrument process starts anew, and a passphrase is known to nobody but a person.
  await expect(window.getByTestId('encryption-state')).toContainText('Locked', { timeout: 15_000 })
  await window.getByTestId('unlock').click()
  await window.getByTestId('unlock-passphrase').fill('another passphrase')
  await window.getByTestId('unlock-now').click()
  await expect(window.getByText('This passphrase does not open the case log.').first()).toBeVisible()
  await window.getByTestId('unlock-passphrase').fill(PASSPHRASE)
  await window.getByTestId('unlock-now').click()
  await expect(window.getByTestId('encryption-state')).toContainText('Encrypted, key')

  // The dialog of the system is none of the window.
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] })
  }, backups)
  await window.getByTestId('backup-folder').click()
  await expect(window.getByTestId('backup-path')).toHaveText(backups)
  await expect(window.getByTestId('backup-list')).toContainText('Verified, encrypted', { timeout: 15_000 })

  expect(await filesWith(dataFolder, PSEUDONYM)).toEqual([])
  expect(await filesWith(dataFolder, words.join(' '))).toEqual([])
  expect(await filesWith(dataFolder, PASSPHRASE)).toEqual([])
  const key = Buffer.from(keyOfWords(words.join(' '))).toString('hex')
  const processes = await seenOfProcesses(dataFolder)
  expect(processes.split('\n').length).toBeGreaterThan(4)
  for (const secret of [key, PASSPHRASE, words.slice(0, 3).join(' '), PSEUDONYM]) {
    expect(processes).not.toContain(secret)
  }
  expect(
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.getTitle())),
  ).toEqual(['Stokes'])
  await app.close()

  const { window: later } = await start()
  await openSystem(later)
  await expect(later.getByTestId('encryption-state')).toContainText('Locked')
  await later.getByTestId('unlock').click()
  await later.getByTestId('unlock-way-words').click()
  await later.getByTestId('unlock-words').fill(words.join('\n'))
  await later.getByTestId('unlock-now').click()
  await expect(later.getByTestId('encryption-state')).toContainText('Encrypted, key')

  await later.getByTestId('backup-list').getByRole('button', { name: 'Restore…' }).first().click()
  await expect(later.getByTestId('restore-dialog')).toContainText('is whole')
})
