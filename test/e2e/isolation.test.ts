import { expect, test } from './stokes'

test('the window has no Node and nothing of Electron', async ({ start }) => {
  const { app, window } = await start()
  const reachable = await window.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
  )
  expect(reachable).toEqual([])
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const [first] = BrowserWindow.getAllWindows()
    return (first!.webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  })
})

test('the window runs no script but its own, and reaches no address', async ({ start }) => {
  const { window } = await start([], { mayDie: true })
  const outcome = await window.evaluate(async () => {
    const refused: string[] = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      refused.push(`${effectiveDirective} ${blockedURI}`),
    )
    const inline = document.createElement('script')
    inline.textContent = 'window.inlineRan = true'
    document.body.append(inline)

    const foreign = document.createElement('script')
    foreign.src = 'https://example.org/x.js'
    document.body.append(foreign)

    const frame = document.createElement('iframe')
    frame.src = 'https://example.org/'
    document.body.append(frame)

    const reached: string[] = []
    for (const address of ['https://example.org/', 'stokes://app/index.html', 'file:///etc/passwd']) {
      await fetch(address).then(
        () => reached.push(address),
        () => undefined,
      )
    }
    const image = (src: string) =>
      new Promise<void>((resolve) => {
        const element = new Image()
        element.onload = () => {
          reached.push(src)
          resolve()
        }
        element.onerror = () => {
          resolve()
        }
        element.src = src
      })
    await image('https://example.org/x.png')
    await image('file:///usr/share/pixmaps/debian-logo.png')
    await new Promise((resolve) => setTimeout(resolve, 500))
    return { refused, reached, inlineRan: 'inlineRan' in globalThis }
  })
  expect(outcome.reached).toEqual([])
  expect(outcome.inlineRan).toBe(false)
  for (const directive of ['script-src-elem', 'frame-src', 'connect-src', 'img-src'])
    expect(outcome.refused.some((refusal) => refusal.startsWith(directive))).toBe(true)

  // In a task of the page's own: what the test runs directly may always evaluate.
  const evaluated = await window.evaluate(
    () =>
      new Promise((resolve) =>
        setTimeout(() => {
          try {
            // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- must fail
            resolve(new Function('return "ran"')())
          } catch (error) {
            resolve((error as Error).name)
          }
        }),
      ),
  )
  expect(evaluated).toBe('EvalError')
})

test('the window goes nowhere and opens nothing', async ({ start }) => {
  const { app, window } = await start([], { mayDie: true })
  await expect(window.getByTestId('connection-state')).toHaveAttribute('data-state', 'idle')
  const address = window.url()
  await window.evaluate(() => {
    open('https://example.org/')
    open('stokes://app/index.html')
  })
  for (const target of ['https://example.org/', 'file:///etc/passwd', 'stokes://other/index.html']) {
    await window.evaluate((to) => {
      location.href = to
    }, target)
    await window.waitForTimeout(200)
    expect(window.url()).toBe(address)
  }
  await window.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'data:text/plain,x'
    link.download = 'x.txt'
    document.body.append(link)
    link.click()
  })
  await window.waitForTimeout(200)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  const permission = await window.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      (error: unknown) => (error as Error).name,
    ),
  )
  expect(permission).not.toBe('granted')
})

test('its address serves the built window and no other file', async ({ start }) => {
  const { app } = await start()
  const statuses = await app.evaluate(async ({ net }) => {
    const status = async (address: string) => (await net.fetch(address)).status
    return {
      window: await status('stokes://app/index.html'),
      above: await status('stokes://app/../package.json'),
      encoded: await status('stokes://app/%2e%2e/%2e%2e/package.json'),
      slash: await status('stokes://app/..%2f..%2fpackage.json'),
      absolute: await status('stokes://app//etc/passwd'),
      unreadable: await status('stokes://app/%'),
      otherHost: await status('stokes://other/index.html'),
      folder: await status('stokes://app/'),
      missing: await status('stokes://app/none.js'),
    }
  })
  const { window, ...others } = statuses
  expect(window).toBe(200)
  for (const [name, status] of Object.entries(others)) expect(status, name).toBe(404)
})

test('a port that another window hands over is not taken', async ({ start }) => {
  const { window } = await start()
  await expect(window.getByTestId('connection-state')).toHaveAttribute('data-state', 'idle')
  await window.evaluate(() => {
    const { port2 } = new MessageChannel()
    const handover = { source: null, data: { type: 'stokes:port', port: 'instrument' }, ports: [port2] }
    dispatchEvent(new MessageEvent('message', handover))
  })
  await window.getByTestId('nav-system').click()
  await expect(window.getByTestId('device').first()).toBeVisible()
  await window.getByTestId('nav-cases').click()
  await window.getByTestId('case-search').fill('nobody')
  await expect(window.getByTestId('clear-search')).toBeVisible()
})
