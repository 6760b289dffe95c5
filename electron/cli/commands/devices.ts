import { listSerialPorts } from '../../devices/transport/listSerialPorts'
import { answer } from '../output'

export async function devices(options: { json?: boolean }): Promise<void> {
  const ports = await listSerialPorts()
  answer({ devices: ports }, options, () =>
    ports.length === 0
      ? 'No serial port was found. Plug the instrument in, or start a virtual one: stokes simulate'
      : ports.map(({ path, detail }) => (detail ? `${path}  ${detail}` : path)).join('\n'),
  )
}
