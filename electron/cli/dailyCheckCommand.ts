import { Option, type Command } from 'commander'
import { shiftStandardSchema } from '../contract/calibration'
import type { CalibrateDailyOptions } from './commands/calibrateDaily'
import { numberOf } from './numberOf'

/** Makes `stokes calibrate` itself the daily check of an instrument. */
export function addDailyCheck(calibrate: Command): void {
  calibrate
    // What follows the name of a command is that command's: both have a --json.
    .enablePositionalOptions()
    .option('--port <path>', 'the whole daily check of the instrument on this port')
    .option('--db <file>', 'case log that the passport is written into; created if it is not there')
    .option('--operator <name>', 'who makes the check', 'command line')
    .addOption(
      new Option('--standard <name>', 'the shift standard that is there')
        .choices(shiftStandardSchema.options)
        .default('acetaminophen'),
    )
    .addOption(
      new Option('--without <step...>', 'steps that are left out')
        .choices(['argon', 'intensity'])
        .default([]),
    )
    .option('--power <mW>', 'laser power at the standards', numberOf({ min: 0.1 }), 25)
    .option(
      '--eyewear-confirmed',
      'all in the room wear laser eyewear: a real laser does not fire without this',
    )
    .option('--clock-confirmed', 'the clock is right although the last check was made later than it says')
    .option('--document <file>', 'the passport as HTML')
    .option('--json', 'answer as one JSON document')
    .action(async (options: Partial<CalibrateDailyOptions>) => {
      if (options.port === undefined) calibrate.help({ error: true })
      await (await import('./commands/calibrateDaily')).calibrateDaily(options as CalibrateDailyOptions)
    })
}
