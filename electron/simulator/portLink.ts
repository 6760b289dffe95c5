import { lstatSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'

/** A symbolic link to the port, so that it has the same name each time. */
export class PortLink {
  /** Replaces a link that a former run left. @throws where something else than a link is there */
  constructor(
    private readonly path: string,
    private readonly port: string,
  ) {
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (found && !found.isSymbolicLink())
      throw new Error(`${path} is there already and is no symbolic link. Choose another path for --link.`)
    rmSync(path, { force: true })
    symlinkSync(port, path)
  }

  /** Leaves the link of someone else alone. */
  remove(): void {
    const found = lstatSync(this.path, { throwIfNoEntry: false })
    if (found?.isSymbolicLink() && readlinkSync(this.path) === this.port) rmSync(this.path)
  }
}
