import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jpeg } from '../../electron/storage/photos/fixtures'
import { addSubject, connection, expect, test } from './stokes'

test('a photo begins a visit, is shown large and upright, removed and restored; nothing else of its file stays', async ({
  start,
  dataFolder,
}) => {
  const { window } = await start()
  await expect(connection(window)).toHaveAttribute('data-state', 'idle')
  await addSubject(window, 'P-071')
  await window.getByTestId('nav-cases').click()
  await window.getByTestId('case-row').click()

  await window.getByTestId('identity-show').click()
  await expect(window.getByTestId('identity-not-kept')).toContainText('encrypted case log alone')
  await window.getByTestId('identity-save').click()

  const field = window.getByTestId('photo-file')
  await field.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('GIF89a') })
  await expect(window.getByTestId('photo-dialog')).toContainText('no JPEG, PNG or WebP')
  await window.getByTestId('dialog-cancel').click()
  await field.setInputFiles({ name: 'Erika.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(jpeg) })
  await expect(window.getByTestId('photo-preview')).toBeVisible()
  await window.getByTestId('photo-kind-dermoscopy').click()
  await window.getByTestId('photo-save').click()
  await expect(window.getByTestId('visit')).toContainText('R. Curie')
  const photo = window.getByTestId('visits').getByTestId('photo')
  await expect(photo).toContainText('Dermoscopy')

  await window.getByTestId('visit-note').click()
  await window.getByTestId('note-text').fill('Itches since January')
  await window.getByTestId('note-save').click()
  await expect(window.getByTestId('visit')).toContainText('Itches since January')

  await photo.click()
  const large = window.getByTestId('photo-large')
  await expect(large).toBeVisible()
  // Its file has 24 × 16 pixels, and is to be turned by 90°.
  const size = await large.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])
  expect(size).toEqual([16, 24])
  await window.getByTestId('photo-remove').click()
  await window.getByTestId('reason-text').fill('The wrong arm')
  await window.getByTestId('reason-confirm').click()
  await expect(photo).toHaveCount(0)
  await window.getByTestId('photos-removed').click()
  await photo.click()
  await expect(window.getByTestId('photo-viewer')).toContainText('The wrong arm')
  await window.getByTestId('photo-restore').click()
  await window.getByTestId('reason-text').fill('The right one after all')
  await window.getByTestId('reason-confirm').click()
  await expect(window.getByTestId('photo-remove')).toBeVisible()

  for (const name of await readdir(dataFolder)) {
    if (!name.startsWith('case-log')) continue
    expect((await readFile(join(dataFolder, name))).includes('Erika'), name).toBe(false)
  }
})
