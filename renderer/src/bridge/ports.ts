import { portNames, type PortHandover, type PortName } from '../../../electron/contract/ports'

type UsePort = (port: MessagePort) => void

const newest = new Map<PortName, MessagePort>()
const users = new Map<PortName, UsePort[]>()

/** Calls `use` with the port of that name: now if it is here, and again whenever a new one replaces it. */
export function onPort(name: PortName, use: UsePort): void {
  users.set(name, [...(users.get(name) ?? []), use])
  const port = newest.get(name)
  if (port) use(port)
}

function isHandover(data: unknown): data is PortHandover {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'stokes:port' &&
    'port' in data &&
    portNames.some((name) => name === data.port)
  )
}

function receive(event: MessageEvent<unknown>): void {
  const [port] = event.ports
  if (event.source !== window || !isHandover(event.data) || !port) return
  newest.get(event.data.port)?.close()
  newest.set(event.data.port, port)
  for (const use of users.get(event.data.port) ?? []) use(port)
  port.start()
}

/** Listens for the ports that the preload hands over; called once, while the page loads. */
export function receivePorts(): void {
  window.addEventListener('message', receive)
}
