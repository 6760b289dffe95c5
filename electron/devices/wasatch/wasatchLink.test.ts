import { beforeEach, expect, it } from 'vitest'
import type { ControlSetup, UsbTransport } from '../transport/usbTransport'
import { switchLaserOff } from './laserState'
import { WasatchLink } from './wasatchLink'

/** A line on which nothing ends before the test says so. Readings say that the laser is off. */
class HeldTransport implements UsbTransport {
  readonly path = 'usb:held'
  readonly sent: string[] = []
  private readonly held: (() => void)[] = []
  holding = true

  controlIn = ({ request }: ControlSetup) => this.transfer(`in ${request.toString(16)}`, Uint8Array.of(0))
  controlOut = async ({ request, value }: ControlSetup) => {
    await this.transfer(`out ${request.toString(16)} ${value}`, undefined)
  }
  bulkIn = () => Promise.reject(new Error('no bulk here'))
  clearHalt = () => Promise.resolve()
  onLost = () => undefined
  close = () => Promise.resolve()

  /** Everything on the line ends. */
  async letGo(): Promise<void> {
    this.holding = false
    for (const end of this.held.splice(0)) end()
    await new Promise((resolve) => setImmediate(resolve))
  }

  private async transfer<T>(what: string, result: T): Promise<T> {
    this.sent.push(what)
    if (this.holding) await new Promise<void>((resolve) => this.held.push(resolve))
    return result
  }
}

let transport: HeldTransport
let link: WasatchLink
beforeEach(() => {
  transport = new HeldTransport()
  link = new WasatchLink(transport, 'fx2')
})

const ON = 'out be 1'
const OFF = 'out be 0'
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

it('what stands in line when its run is stopped is never sent, and laser off passes by', async () => {
  const stop = new AbortController()
  const first = link.send(link.set.acquire(), stop.signal)
  const second = link.send(link.set.laserEnable(true), stop.signal)
  await nextTurn()
  stop.abort(new Error('stopped'))
  link.sendNow(link.set.laserEnable(false))
  expect(transport.sent).toEqual(['out ad 0', OFF])
  await transport.letGo()
  await first
  await expect(second).rejects.toThrow('stopped')
  expect(transport.sent).not.toContain(ON)
})

it('the laser is switched off and read back after whatever was on the wire', async () => {
  const enabling = link.send(link.set.laserEnable(true))
  await nextTurn()
  link.sendNow(link.set.laserEnable(false))
  const off = switchLaserOff(link, false)
  await nextTurn()
  expect(transport.sent).toEqual([ON, OFF])
  await transport.letGo()
  await Promise.all([enabling, off])
  expect(transport.sent).toEqual([ON, OFF, OFF, 'in e2'])
})
