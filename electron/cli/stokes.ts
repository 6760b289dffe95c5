import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { AcquireOptions } from './commands/acquire'
import type { BenchOptions } from './commands/bench'
import type { ClassifyOptions } from './commands/classify'
import type { CohortOptions } from './commands/cohort'
import type { DoctorOptions } from './commands/doctor'
import type { InspectOptions } from './commands/inspect'
import type { ProcessOptions } from './commands/process'
import type { QualityOptions } from './commands/quality'
import type { SimulateOptions } from './commands/simulate'
import type { SoakOptions } from './commands/soak'
import type { CompareOptions } from './commands/compare'
import type { EvaluateOptions } from './commands/evaluate'
import type { ModelConvertOptions } from './commands/modelConvert'
import type { PretrainOptions } from './commands/pretrain'
import type { Table2Options } from './commands/table2'
import type { TrainOptions } from './commands/train'
import type { TrainShippedOptions } from './commands/trainShipped'
import { originSchema } from '../contract/frame'
import { systemNameSchema } from '../contract/learning'
import { DEFAULT_RECIPE } from '../contract/recipe'
import { actFor } from '../storage/audit/programUser'
import { addAccounts } from './accountCommands'
import { addCalibrate } from './calibrateCommands'
import { commandLineUser } from './commandLineUser'
import { addDailyCheck } from './dailyCheckCommand'
import { addExchange } from './exchangeCommands'
import { exitCodeOf, exitCodes } from './exitCodes'
import { offerKeyFile } from './keyFileOption'
import { outliveReaders, tellProblem } from './output'
import { addRecord } from './recordCommands'
import { addSafety } from './safetyCommands'
import { softwareVersion } from '../shared/softwareVersion'
import { numberOf } from './numberOf'

const systemNames = systemNameSchema.options

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
const recipe = () =>
  new Option('--recipe <file|name>', 'how the spectra are prepared: a file, or one that ships').default(
    DEFAULT_RECIPE,
  )
const prevalence = () =>
  new Option('--prevalence <share>', 'of malignant lesions where the model is to be used').argParser(
    numberOf({ min: 0, max: 1 }),
  )
/** How a file of labelled spectra is to be read. */
const labelled = (command: Command) =>
  command
    .addOption(
      new Option('--origin <origin>', 'where the spectra come from, if the file does not say').choices(
        originSchema.options,
      ),
    )
    .option(
      '--classes <names>',
      'benign,malignant; other names; withDysplastic or subtypes, from column class',
    )
    .option('--nominal-axis <from,to>', 'of a file without column names: its first and last wavenumber, cm-1')

function program(): Command {
  const stokes = new Command('stokes')
    .description('Runs a 785 nm Raman microscope. Research software, not a medical device.')
    .version(softwareVersion())
    // What stands after the name of a command is the command's: "stokes calibrate" and those below it share option names.
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('(stokes help, or stokes COMMAND --help)')
    .configureHelp({ sortSubcommands: false })

  stokes
    .command('simulate')
    .description(
      'start the virtual microscope; prints {"port": "…"} when it is ready and runs until it is interrupted',
    )
    .option('--scenario <file>', 'samples, faults and drifts over time, as JSON (docs/scenarios.md)', path)
    .option('--link <path>', 'a symbolic link to the port, made at start and removed at the end')
    .option('--seed <n>', 'the same seed gives the same bytes (1)', seed)
    .addOption(new Option('--pixels <n>', 'pixels of the detector (1024)').choices(['1024', '2048']))
    .option('--sample <name>', 'what lies under the objective at the start')
    .option('--laser-log <file>', "the instrument's own log of emission, as JSON lines")
    .option('--journal <file>', 'what a host can be judged by, as JSON lines (docs/scenarios.md)', path)
    .option('--baud <n>', 'pace the line as a UART of this speed would', positiveInteger)
    .option('--json', 'as it answers anyway')
    .action(async (options: SimulateOptions) => (await import('./commands/simulate')).simulate(options))

  stokes
    .command('soak')
    .description(
      'measure under faults on the wire and judge what was recorded by the virtual microscope’s journal',
    )
    .requiredOption('--minutes <n>', 'at most so long', numberOf({ min: 0.01 }))
    .option('--faults <file>', 'a scenario; without one, 10 000 faults of every kind', path)
    .addOption(json())
    .action(async (options: SoakOptions) => (await import('./commands/soak')).soak(options))

  stokes
    .command('devices')
    .description('list the instruments on USB and the serial ports that one may be connected to')
    .addOption(json())
    .action(async (options: JsonOption) => (await import('./commands/devices')).devices(options))

  stokes
    .command('inspect')
    .description('what an instrument says of itself, and a few frames on the bench; no patient, no case log')
    .requiredOption('--port <path>', 'port of the instrument', path)
    .option('--integration <ms>', 'exposure of one frame', numberOf({ min: 1, max: 60_000 }), 100)
    .option('--frames <n>', 'how many', positiveInteger, 3)
    .option('--power <mW>', 'laser power at the bench; 0: the laser stays off', numberOf({ min: 0 }), 0)
    .option('--eyewear-confirmed', 'all in the room wear laser eyewear: the laser does not fire without this')
    .addOption(json())
    .action(async (options: InspectOptions) => (await import('./commands/inspect')).inspect(options))

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

  addDailyCheck(addCalibrate(stokes))

  addSafety(stokes)
  addAccounts(stokes)
  addExchange(stokes)
  addRecord(stokes)

  stokes
    .command('quality')
    .description('judge recorded spectra by the quality gates, with every figure and its limit')
    .option('--in <file...>', 'CSV or two-column text; each spectrum is a measurement')
    .option('--series', 'all spectra are accumulations of one measurement')
    .option('--dark <file>', 'spectra of the same exposure with the laser off', path)
    .option('--saturation <counts>', 'where the detector ends', numberOf({ min: 1 }))
    .addOption(
      new Option(
        '--trial <patients>',
        'judge so many simulated patients instead, with each fault in turn',
      ).argParser(positiveInteger),
    )
    .option('--seed <n>', 'of the trial', seed, 1)
    .addOption(json())
    .action(async (options: QualityOptions) => (await import('./commands/quality')).quality(options))

  const model = stokes
    .command('model')
    .description('models that were made elsewhere: an ONNX file with a manifest (docs/models.md)')
  model
    .command('convert')
    .description('a network from ONNX to a TensorFlow.js LayersModel, or back; both say the same')
    .requiredOption('--in <file>', 'model.onnx, or model.json of a LayersModel', path)
    .requiredOption('--out <path>', 'a folder for the LayersModel, or a file that ends in .onnx', path)
    .addOption(json())
    .action(async (options: ModelConvertOptions) =>
      (await import('./commands/modelConvert')).modelConvert(options),
    )
  model
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
    .requiredOption('--out <file>', 'CSV, or Parquet where the name ends in .parquet', path)
    .addOption(json())
    .action(async (options: CohortOptions) => (await import('./commands/cohort')).cohort(options))

  labelled(
    stokes
      .command('train')
      .description('train a system on labelled spectra, measure it on held-out patients, write its bundle')
      .option(
        '--data <file>',
        'CSV, Parquet, a frozen data set or a case log; without it, simulated patients',
        path,
      ),
  )
    .addOption(new Option('--model <system>', 'what learns').choices(systemNames).default('cnn5'))
    .addOption(recipe())
    .option('--seed <n>', 'the same seed gives the same model', seed, 1)
    .option('--settings <json|file>', 'of the system; what is left out has its default')
    .option('--group-by <fields>', 'keep patients of a site or instrument together: site, instrument or both')
    .option('--operating-point <rule>', 'youden, or the sensitivity that a clinic asks for (0.9)')
    .addOption(prevalence())
    .option(
      '--answered <share>',
      'of the spectra, the surest: of the others the model says nothing (1)',
      numberOf({ min: 0.5, max: 1 }),
    )
    .option(
      '--folds <n>',
      'cross-validate beside it: every patient is held out once',
      numberOf({ integer: true, min: 2, max: 20 }),
    )
    .option('--repeats <n>', 'how often', numberOf({ integer: true, min: 1, max: 20 }))
    .option('--learning-curve', 'what fewer patients would have given, by the systems that learn in seconds')
    .option('--pretrained <file>', 'weights that resnet50 begins with: .h5, .safetensors or .onnx', path)
    .option('--checkpoint <file>', 'where the training keeps its state, to go on from', path)
    .option('--patients <n>', 'without --data: size of the cohort (1240)', positiveInteger)
    .option(
      '--further <n>',
      'without --data: further patients, for figures alone (5000)',
      numberOf({ integer: true, min: 0 }),
    )
    .requiredOption('--out <dir>', 'where the bundle is written', path)
    .addOption(json())
    .action(
      async ({ data, ...options }: Omit<TrainOptions, 'data'> & TrainShippedOptions & { data?: string }) => {
        if (data !== undefined) return (await import('./commands/train')).train({ ...options, data })
        return (await import('./commands/trainShipped')).trainShipped(options)
      },
    )

  labelled(
    stokes
      .command('evaluate')
      .description('figures of a model on patients that it has not seen; those it has are left out')
      .requiredOption('--model <dir|name>', 'a model, or the name of one that ships', path)
      .requiredOption('--data <file>', 'CSV, Parquet, a frozen data set or a case log', path),
  )
    .addOption(prevalence())
    .option('--card <file>', 'a model card, HTML', path)
    .addOption(json())
    .action(async (options: EvaluateOptions) => (await import('./commands/evaluate')).evaluate(options))

  labelled(
    stokes
      .command('compare')
      .description('two models on the same patients, with paired intervals and the test of DeLong')
      .requiredOption('--models <dir...>', 'two models')
      .requiredOption('--data <file>', 'CSV, Parquet, a frozen data set or a case log', path),
  )
    .addOption(json())
    .action(async (options: CompareOptions) => (await import('./commands/compare')).compare(options))

  labelled(
    stokes
      .command('table2')
      .description(
        "the paper's Table 2: its three systems and the baselines on one split; goes on where it was interrupted",
      )
      .requiredOption('--data <file>', 'CSV, Parquet, a frozen data set or a case log', path),
  )
    .option('--systems <names>', `some of them: ${systemNames.join(',')}`, systemNames.join(','))
    .addOption(recipe())
    .option('--seed <n>', 'the same seed gives the same table', seed, 1)
    .option('--settings <json|file>', 'of each system: {"cnn5": {"epochs": 50}}')
    .option('--group-by <fields>', 'keep patients of a site or instrument together: site, instrument or both')
    .option('--operating-point <rule>', 'youden, or the sensitivity that a clinic asks for (0.9)')
    .option('--pretrained <file>', 'weights that resnet50 begins with; without it, it is pre-trained', path)
    .option(
      '--further <file>',
      'further patients of the same shape: figures and comparisons on them, too',
      path,
    )
    .option('--csv <file>', 'the table as CSV', path)
    .requiredOption('--out <dir>', 'where the models are kept, each in a folder of its own', path)
    .addOption(json())
    .action(async (options: Table2Options) => (await import('./commands/table2')).table2(options))

  stokes
    .command('pretrain')
    .description('weights for resnet50, learnt from the molecules of simulated spectra')
    .option('--spectra <n>', 'how many', numberOf({ integer: true, min: 100 }), 1000)
    .option('--epochs <n>', 'at most', positiveInteger, 5)
    .addOption(recipe())
    .option('--seed <n>', 'the same seed gives the same weights', seed, 1)
    .requiredOption('--out <file>', 'safetensors', path)
    .addOption(json())
    .action(async (options: PretrainOptions) => (await import('./commands/pretrain')).pretrain(options))

  stokes
    .command('bench')
    .description(
      'measure the speed of a part: chain, asls, batch, inference; in a window latency, throughput, startup, memory; how right calibration is',
    )
    .argument('[name]', 'which; all of them without one')
    .option('--minutes <n>', 'how long throughput and memory record', numberOf({ min: 0.1 }))
    .option(
      '--spectra <n>',
      'how many the case log of the bench has (1000000)',
      numberOf({ integer: true, min: 1000 }),
    )
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

  return offerKeyFile(stokes)
}

outliveReaders()
actFor(commandLineUser())
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
