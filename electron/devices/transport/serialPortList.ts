import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { listSerialPorts, PORT_NAME, type SerialPortDescription } from './listSerialPorts'

/**
 * Lists serial ports again and again. What they are is asked only when one has come or gone: asking starts a program of the
 * system. Where ports are no files (Windows), each time.
 */
export function serialPortList(
  folder = '/dev',
  list = listSerialPorts,
): () => Promise<SerialPortDescription[]> {
  let known: { nodes: string; ports: SerialPortDescription[] } | null = null
  return async () => {
    const nodes = await portNodes(folder)
    if (known && nodes !== null && nodes === known.nodes) return known.ports
    const ports = await list()
    known = nodes === null ? null : { nodes, ports }
    return ports
  }
}

/** Name and age of every node that can be a port; null where there is no such folder. */
async function portNodes(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch(() => null)
  if (!names) return null
  const nodes = names.filter((name) => PORT_NAME.test(name)).sort()
  const ages = await Promise.all(
    nodes.map((name) =>
      stat(join(folder, name)).then(
        ({ ctimeMs }) => ctimeMs,
        () => 0,
      ),
    ),
  )
  return nodes.map((name, i) => `${name} ${ages[i]!}`).join('\n')
}
