import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connection, expect, test } from './stokes'

test('files are looked at and imported, and their cases exported and reported', async ({
  dataFolder,
  start,
}) => {
  const rows = Array.from(
    { length: 400 },
    (_, i) => `${400 + 4 * i},${1000 + 500 * Math.exp(-(((i - 150) / 9) ** 2))}`,
  )
  const good = join(dataFolder, 'good.csv')
  const bad = join(dataFolder, 'bad.csv')
  await writeFile(good, `wavenumber,left arm\n${rows.join('\n')}\n`)
  await writeFile(bad, `wavenumber,left arm\n400,1\n401,=2+2\n`)
  const { app, window } = await start()
  await expect(connection(window)).toHaveText('Connected')
  await window.getByRole('link', { name: /case/i }).click()
  const choose = (filePaths: string[]) =>
    app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: chosen })
    }, filePaths)

  await choose([good, bad])
  await window.getByTestId('import-cases').click()
  await expect(window.getByTestId('import-files')).toContainText('bad.csv, line 3: column 2 is "=2+2"')
  await expect(window.getByTestId('import-start')).toBeDisabled()
  await window.getByTestId('import-dialog').getByRole('button', { name: 'Cancel' }).click()

  await choose([good])
  await window.getByTestId('import-cases').click()
  await expect(window.getByTestId('import-files')).toContainText('1 spectrum, 400 to 1996 cm⁻¹')
  const importInto = async (patient: string) => {
    await expect(window.getByTestId('import-start')).toBeDisabled()
    await window.getByTestId('import-patient').fill(patient)
    await window.getByTestId('import-site').getByText('Arm').click()
    await window.getByTestId('import-start').click()
    await expect(window.getByTestId('import-outcome')).toContainText('good.csv')
  }
  await importInto('P-6')
  await window.getByTestId('import-undo').click()
  await window.getByTestId('reason-text').fill('Wrong patient')
  await window.getByTestId('reason-confirm').click()
  await expect(window.getByTestId('import-dialog')).toBeHidden()

  await window.getByTestId('import-cases').click()
  await importInto('P-7')
  await window.getByTestId('import-start').click()
  await expect(window.getByTestId('import-dialog')).toBeHidden()
  await window.getByText('P-7').first().click()
  await expect(window.getByTestId('case-title')).toHaveText('P-7')

  const out = join(dataFolder, 'exported')
  await mkdir(out)
  await choose([out])
  await window.getByTestId('export-case').click()
  await window.getByTestId('export-start').click()
  await expect(window.getByTestId('export-dialog')).toBeHidden()
  const [table] = (await readdir(out)).filter((name) => name.endsWith('.csv'))
  expect(await readFile(join(out, table!), 'utf8')).toContain('#Origin=REPLAYED')

  const report = join(dataFolder, 'report.pdf')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, report)
  await window.getByTestId('export-case').click()
  await window.getByTestId('export-report').click()
  await expect(window.getByTestId('export-dialog')).toBeHidden()
  expect((await readFile(report)).subarray(0, 4).toString()).toBe('%PDF')
  expect((await stat(report)).size).toBeGreaterThan(10_000)
})
