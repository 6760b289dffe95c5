import { listSerialPorts } from '../../devices/transport/listSerialPorts'
import { listWasatch } from '../../devices/wasatch/listWasatch'
import { answer } from '../output'

export async function devices(options: { json?: boolean }): Promise<void> {
  const [serial, usb] = await Promise.all([listSerialPorts(), listWasatch()])
  const found = [...usb, ...serial]
  answer({ devices: found }, options, () =>
    found.length === 0
      ? 'No instrument on USB and no serial port was found. Plug the instrument in, or start a virtual one: stokes simulate'
      : found.map(({ path, detail }) => (detail ? `${path}  ${detail}` : path)).join('\n'),
  )
}
