import { afterEach, describe, expect, it } from 'vitest'
import { listSerialPorts } from '../../electron/devices/transport/listSerialPorts'

describe('the list of serial ports', () => {
  const { PATH } = process.env
  afterEach(() => {
    process.env.PATH = PATH
  })

  it('is the same where the tool that knows their makers is missing', async () => {
    const known = await listSerialPorts()
    for (const { path } of known) expect(path).toMatch(/^(\/dev\/|COM\d)/)
    process.env.PATH = ''
    const names = await listSerialPorts()
    expect(names.map(({ path }) => path).sort()).toEqual(known.map(({ path }) => path).sort())
    expect(names.every(({ detail }) => detail === null)).toBe(true)
  })
})
