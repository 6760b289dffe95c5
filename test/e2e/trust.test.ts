import { expect, test } from './stokes'

test('accounts: set up, sign, lock, wrong PIN, switch of user, change of what was signed', async ({
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

  // Bo may look and add a note, and no more.
  await window.getByTestId('nav-cases').click()
  await window.getByTestId('case-row').first().click()
  await expect(window.getByTestId('sign-case')).toBeHidden()
  await window.getByTestId('add-note').click()
  await window.getByTestId('note-text').fill('grows')
  await window.getByTestId('note-save').click()
  await expect(window.getByTestId('signature')).toHaveAttribute('data-unchanged', 'false')
  await expect(window.getByTestId('signature')).toContainText('note added by Bo')
})
