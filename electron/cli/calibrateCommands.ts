import { InvalidArgumentError, Option, type Command } from 'commander'
import { lampSchema, resolutionSchema, shiftStandardSchema } from '../contract/calibration'
import { AXES } from './calibrate/axisKindOf'
import type {
  IntensityCommandOptions,
  LaserCommandOptions,
  ResolutionCommandOptions,
  ShiftCommandOptions,
  WavelengthCommandOptions,
} from './commands/calibrate'
import { numberOf } from './numberOf'

const commands = () => import('./commands/calibrate')

/** Adds `stokes calibrate` and what it does with files. */
export function addCalibrate(stokes: Command): Command {
  const calibrate = stokes
    .command('calibrate')
    .description('calibrate an instrument, or recorded spectra of lamps and standards')

  ofFile(
    calibrate
      .command('wavelength')
      .description('wavelengths of the pixels from the lines of a lamp, or of several together')
      .requiredOption('--in <file...>', 'a spectrum of each lamp')
      .addOption(
        new Option('--lamp <lamp...>', 'which lamp, in the order of the files')
          .choices(lampSchema.options)
          .makeOptionMandatory(),
      )
      .option(
        '--order <n>',
        'of the polynomial; chosen by itself otherwise',
        numberOf({ integer: true, min: 1, max: 5 }),
      )
      .addOption(
        new Option('--shape <name>', 'of a line')
          .choices(['gaussian', 'pseudoVoigt', 'pearson7', 'centroid'])
          .default('pseudoVoigt'),
      )
      .option(
        '--limit <px>',
        'root mean square of the residuals that is good enough',
        numberOf({ min: 0 }),
        0.1,
      ),
  ).action(async (options: WavelengthCommandOptions) => (await commands()).calibrateWavelength(options))

  ofFile(
    calibrate
      .command('laser')
      .description('wavelength of the laser from silicon, on an axis that a lamp has given')
      .requiredOption('--in <file>', 'a spectrum of silicon')
      .option(
        '--reference <cm-1>',
        "where silicon's phonon is, if not at 520.45",
        numberOf({ min: 515, max: 525 }),
      )
      .option('--reach <nm>', 'how far the laser may have drifted', numberOf({ min: 0 }), 1),
  ).action(async (options: LaserCommandOptions) => (await commands()).calibrateLaser(options))

  ofFile(
    calibrate
      .command('shift')
      .description('hold the bands of a standard against ASTM E1840')
      .requiredOption('--in <file>', 'a spectrum of the standard')
      .addOption(
        new Option('--standard <name>', 'what it is')
          .choices(shiftStandardSchema.options)
          .makeOptionMandatory(),
      )
      .option('--limit <cm-1>', 'how far the worst band may be off', numberOf({ min: 0 }), 1),
  ).action(async (options: ShiftCommandOptions) => (await commands()).calibrateShift(options))

  ofFile(
    calibrate
      .command('resolution')
      .description('width of the lines of a lamp or of calcite, by ASTM E2529')
      .requiredOption('--in <file>', 'a spectrum of it')
      .addOption(
        new Option('--source <name>', 'what it is')
          .choices(resolutionSchema.shape.method.options)
          .makeOptionMandatory(),
      )
      .option('--limit <cm-1>', 'how wide lines may be', numberOf({ min: 0 }), 10),
  ).action(async (options: ResolutionCommandOptions) => (await commands()).calibrateResolution(options))

  ofFile(
    calibrate
      .command('intensity')
      .description('factors of relative intensity from NIST SRM 2241, by ASTM E2911')
      .requiredOption('--in <file>', 'a spectrum of the glass')
      .option('--out <file>', 'CSV: wavenumber, factor; empty where there is none'),
  ).action(async (options: IntensityCommandOptions) => (await commands()).calibrateIntensity(options))
  return calibrate
}

/** How the file is to be read. */
function ofFile(command: Command): Command {
  return command
    .addOption(
      new Option('--axis <kind>', 'what the first column is; told by its values otherwise').choices(AXES),
    )
    .option(
      '--laser <nm>',
      "the laser's vacuum wavelength, if the file does not say it; 785 otherwise",
      numberOf({ min: 200, max: 2000 }),
    )
    .option('--coefficients <list>', 'rough or known axis, pixel to vacuum nm: c0,c1,c2,…', coefficientsOf)
    .option('--calibration <file>', 'what another stokes calibrate --json answered')
    .option('--dark <file>', 'dark frames, where the file holds none (columns dark or background)')
    .option(
      '--saturation <counts>',
      'at which a pixel is at its limit; flat tops otherwise',
      numberOf({ min: 1 }),
    )
    .option('--json', 'answer as one JSON document')
}

function coefficientsOf(text: string): number[] {
  const numbers = text.split(',').map(Number)
  if (numbers.length < 2 || numbers.some((value) => !Number.isFinite(value)))
    throw new InvalidArgumentError(`"${text}" is no list of two numbers or more.`)
  return numbers
}
