import { plain, type CommandTable } from '../command'
import type { Instrument } from '../instrument'

export function calibrationCommands({ model }: Instrument): CommandTable {
  return {
    'CALibration:WAVelength?': plain(() => model.wavelengthCoefficients.join(',')),
    'CALibration:BADPixels?': plain(() => model.badPixels.join(',') || '-1'),
    'CALibration:EXCitation?': plain(() => String(model.excitationNanometres)),
  }
}
