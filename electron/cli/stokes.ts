import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { AcquireOptions } from './commands/acquire'
import type { BenchOptions } from './commands/bench'
import type { ClassifyOptions } from './commands/classify'
import type { CohortOptions } from './commands/cohort'
import type { DoctorOptions } from './commands/doctor'
import type { ProcessOptions } from './commands/process'
import type { SimulateOptions } from './commands/simulate'
import type { TrainOptions } from './commands/train'
import { exitCodeOf, exitCodes } from './exitCodes'
import { outliveReaders, tellProblem } from './output'
import { softwareVersion } from '../shared/softwareVersion'
import { numberOf } from './numberOf'

interface JsonOption {
  json?: boolean
}

const json = () => new Option('--json', 'answer as one JSON document')
const positiveInteger = numberOf({ integer: true, min: 1 })
/** An empty one is a variable of a script that was not set: a measurement is not lost by mistake. */
const path = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.')
  return text
}
const seed = numberOf({ integer: true, min: 0 })

function program(): Command {
  const stokes = new Command('stokes')
    .description('Runs a 785 nm Raman microscope. Research software, not a medical device.')
    .version(softwareVersion())
    .exitOverride()
    .showHelpAfterError('(stokes help, or stokes COMMAND --help)')
    .configureHelp({ sortSubcommands: false })

  stokes
    .command('simulate')
    .description(
      'start the virtual microscope; prints {"port": "…"} when it is ready and runs until it is interrupted',
    )
    .option('--link <path>', 'a symbolic link to the port, made at start and removed at the end')
    .option('--seed <n>', 'the same seed gives the same bytes', seed, 1)
    .addOption(new Option('--pixels <n>', 'pixels of the detector').choices(['1024', '2048']).default('1024'))
    .option('--sample <name>', 'what lies under the objective at the start')
    .option('--laser-log <file>', "the instrument's own log of emission, as JSON lines")
    .option('--baud <n>', 'pace the line as a UART of this speed would', positiveInteger)
    .option('--json', 'as it answers anyway')
    .action(async (options: SimulateOptions) => (await import('./commands/simulate')).simulate(options))

  stokes
    .command('devices')
    .description('list the serial ports that an instrument may be connected to')
    .addOption(json())
    .action(async (options: JsonOption) => (await import('./commands/devices')).devices(options))

  stokes
    .command('acquire')
    .description('measure once: dark frames, laser frames, answer; laser off in every way out')
    .requiredOption('--port <path>', 'port of the instrument', path)
    .option('--integration <ms>', 'exposure of one frame', numberOf({ min: 1, max: 60_000 }), 1000)
    .option('--accumulations <n>', 'frames with the laser', positiveInteger, 5)
    .option('--dark <n>', 'frames without it, taken first', numberOf({ integer: true, min: 0 }), 1)
    .option('--power <mW>', 'laser power at the sample', numberOf({ min: 0 }), 25)
    .option('--sample <name>', 'of the virtual microscope: what lies under the objective')
    .option(
      '--eyewear-confirmed',
      'all in the room wear laser eyewear: a real laser does not fire without this',
    )
    .option('--out <file>', 'CSV: wavenumber, spectrum, then every frame', path)
    .option(
      '--db <file>',
      'case log that records the frames and the answer; created if it is not there',
      path,
    )
    .option('--operator <name>', 'who measures', 'command line')
    .option('--patient <pseudonym>', 'whom the lesion belongs to, in the case log', 'unassigned')
    .option('--site <site>', 'where the lesion is, in the case log', 'other')
    .addOption(json())
    .action(async (options: AcquireOptions) => (await import('./commands/acquire')).acquire(options))

  stokes
    .command('process')
    .description('apply the steps of a recipe to spectra, and nothing else')
    .requiredOption(
      '--recipe <file|name>',
      'a recipe file, or the name of one that ships: paper, baseline-first',
    )
    .requiredOption('--in <file>', 'CSV: first column wavenumber in cm-1, then one column per spectrum')
    .requiredOption('--out <file>', 'CSV of the same shape, in full precision', path)
    .addOption(json())
    .action(async (options: ProcessOptions) => (await import('./commands/process')).processSpectra(options))

  stokes
    .command('classify')
    .description('preprocess, judge and classify recorded spectra, with saliency bands')
    .option('--model <dir|name>', 'a model bundle, or the name of one that ships')
    .requiredOption('--in <file...>', 'CSV or two-column text, as from LabSpec')
    .option('--engine <name>', 'run on this engine alone')
    .option('--no-bands', 'leave out the bands and their molecules: far faster for many spectra')
    .addOption(json())
    .action(async (options: ClassifyOptions) => (await import('./commands/classify')).classify(options))

  stokes
    .command('model')
    .description('models that were made elsewhere: an ONNX file with a manifest (docs/models.md)')
    .command('check')
    .description('say whether a model can be used: its shapes, its engines, its saliency')
    .argument('<dir>', 'folder of its manifest.json')
    .addOption(json())
    .action(async (folder: string, options: JsonOption) =>
      (await import('./commands/modelCheck')).modelCheck(folder, options),
    )

  stokes
    .command('cohort')
    .description('write a simulated cohort: metadata and one spectrum of each patient')
    .option('--patients <n>', 'how many', positiveInteger, 1240)
    .option('--seed <n>', 'the same seed gives the same bytes', seed, 1)
    .requiredOption('--out <file>', 'CSV', path)
    .addOption(json())
    .action(async (options: CohortOptions) => (await import('./commands/cohort')).cohort(options))

  stokes
    .command('train')
    .description('train the 1D-CNN on a simulated cohort and write its model bundle')
    .option('--patients <n>', 'size of the cohort', positiveInteger, 1240)
    .option('--seed <n>', 'the same seed gives the same model', seed, 1)
    .option(
      '--further <n>',
      'further simulated patients, for figures alone',
      numberOf({ integer: true, min: 0 }),
      5000,
    )
    .option('--recipe <file|name>', 'how the spectra are prepared', 'baseline-first')
    .requiredOption('--out <dir>', 'where the bundle is written', path)
    .addOption(json())
    .action(async (options: TrainOptions) => (await import('./commands/train')).train(options))

  stokes
    .command('bench')
    .description(
      'measure the speed of a part: chain, asls, batch, inference; in a window latency, throughput, startup, memory',
    )
    .argument('[name]', 'which; all of them without one')
    .option('--minutes <n>', 'how long throughput and memory record', numberOf({ min: 0.1 }))
    .addOption(json())
    .action(async (name: string | undefined, options: BenchOptions) =>
      (await import('./commands/bench')).bench(name, options),
    )

  stokes
    .command('doctor')
    .description('say what works on this machine: runtime, engines, native parts, serial ports, case log')
    .option('--db <file>', 'look at this case log instead of the usual one', path)
    .addOption(json())
    .action(async (options: DoctorOptions) => (await import('./commands/doctor')).doctor(options))

  return stokes
}

outliveReaders()
try {
  await program().parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  } else {
    tellProblem(error, { json: process.argv.includes('--json') })
    process.exitCode = exitCodeOf(error)
  }
}
