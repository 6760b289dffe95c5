/** The ports that the preload hands to the window, each by one `window.postMessage` of this kind. */
export const portNames = ['instrument', 'live', 'shell'] as const
export type PortName = (typeof portNames)[number]

export interface PortHandover {
  type: 'stokes:port'
  port: PortName
}
