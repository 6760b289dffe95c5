import { ipcRenderer } from 'electron'
import type { PortHandover, PortName } from '../contract/ports'

/** A port that came before the page's script listens would be lost. */
const pageListens = new Promise((resolve) => {
  window.addEventListener('DOMContentLoaded', resolve, { once: true })
})

/** A MessagePort cannot cross the context bridge; a message to the own window carries it over. */
ipcRenderer.on('stokes:port', (event, port: PortName) => {
  void pageListens.then(() => {
    window.postMessage(
      { type: 'stokes:port', port } satisfies PortHandover,
      window.location.origin,
      event.ports,
    )
  })
})
