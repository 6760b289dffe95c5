import { StokesError } from '../contract/errors'
import { writeWhole } from '../shared/writeWhole'

/**
 * {@link writeWhole}, which says of a full disk what to do.
 * @throws StokesError `storage.diskFull`; other errors of the file system as they are
 */
export async function writeOrSayFull(...args: Parameters<typeof writeWhole>): Promise<void> {
  try {
    await writeWhole(...args)
  } catch (error) {
    throw diskFull(error, args[0])
  }
}

function diskFull(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new StokesError('storage.diskFull', `The disk that holds ${path} is full (${code}).`, {
    tip: 'Free some space and go on: what was written before is whole.',
    cause: error,
  })
}
