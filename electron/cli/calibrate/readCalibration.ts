import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { StokesError } from '../../contract/errors'

const schema = z.object({
  coefficients: z.array(z.number()).min(2),
  laserNm: z.number().nullable().default(null),
})

/** What another run of the command found, or what was typed. */
export interface KnownCalibration {
  /** Polynomial pixel -> vacuum nm, constant first. */
  coefficients: number[]
  laserNm?: number
}

/**
 * Coefficients, and the laser where it is known, from the answer of `stokes calibrate`.
 *
 * @throws file.notFound, file.notReadable
 */
export async function readCalibration(path: string): Promise<KnownCalibration> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new StokesError('file.notFound', `There is no calibration ${path}.`, {
      tip: 'Give what stokes calibrate wavelength --json answered.',
      cause,
    })
  }
  try {
    const { coefficients, laserNm } = schema.parse(JSON.parse(text))
    return { coefficients, ...(laserNm !== null && { laserNm }) }
  } catch (cause) {
    throw new StokesError('file.notReadable', `${path} holds no coefficients of an axis.`, {
      tip: 'Give what stokes calibrate wavelength --json answered when it was ok.',
      cause,
    })
  }
}
