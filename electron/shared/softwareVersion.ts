import { version } from '../../package.json'

/** The version of Stokes, part of every result. */
export function softwareVersion(): string {
  return version
}
