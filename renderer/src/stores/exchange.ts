import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type {
  AxisChoice,
  DeidentificationPreview,
  ExportedCases,
  ExportFormat,
  ImportOutcome,
  ImportPlace,
  ImportPreview,
} from '../../../electron/contract/exchange'
import { instrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { outcomeOf } from './outcomeOf'
import { useCasesStore } from './cases'
import { useSystemStore } from './system'

/** What goes in and out of the case log as files. */
export const useExchangeStore = defineStore('exchange', () => {
  const system = useSystemStore()
  const cases = useCasesStore()
  /** How far it is, as a sentence; null where nothing runs. */
  const progress = ref<string | null>(null)
  const problem = shallowRef<{ message: string; tip?: string | undefined } | null>(null)
  const preview = shallowRef<ImportPreview | null>(null)
  /** Of the import that ended last. */
  const outcome = shallowRef<ImportOutcome | null>(null)
  /** What becomes of the cases in an export for research; null before somebody asks. */
  const research = shallowRef<DeidentificationPreview | null>(null)
  const reading = ref(false)
  let running: AbortController | null = null

  async function run(begin: string, work: (signal: AbortSignal) => Promise<string>): Promise<boolean> {
    const { signal } = (running = new AbortController())
    problem.value = null
    progress.value = begin
    const { value, problem: failed } = await outcomeOf(() => work(signal))
    progress.value = null
    if (value !== null) system.tell(value)
    else if (!signal.aborted) problem.value = failed
    return value !== null
  }

  function cancel(): void {
    running?.abort()
  }

  function reset(): void {
    problem.value = null
    preview.value = null
    outcome.value = null
    research.value = null
  }

  const exportCases = (chosen: ExportedCases, format: ExportFormat, out: string, deidentify: boolean) =>
    run('Reading the cases…', async (signal) => {
      const events = await instrument.exchange.export({ chosen, format, out, deidentify }, { signal })
      for await (const event of events) {
        if (event.phase === 'done')
          return `${event.report.measurements} measurements were written, in ${event.report.files.length} files: ${out}`
        progress.value = `${event.measurements} measurements written…`
      }
      return `The export ended: ${out}`
    })

  async function lookForResearch(chosen: ExportedCases): Promise<void> {
    const { value, problem: failed } = await outcomeOf(() => instrument.exchange.deidentification({ chosen }))
    research.value = value
    problem.value = failed
  }

  async function saveReport(lesionId: string): Promise<boolean> {
    const { value, problem: failed } = await outcomeOf(async () => {
      const { suggestedName, html } = await instrument.exchange.report({ lesionId })
      return { path: await shell.saveDocument({ suggestedName, content: html, as: 'pdf' }) }
    })
    problem.value = failed
    if (value?.path) system.tell(`The report was saved: ${value.path}`)
    return value !== null && value.path !== null
  }

  async function look(paths: string[], choice: AxisChoice): Promise<void> {
    reading.value = true
    const { value, problem: failed } = await outcomeOf(() =>
      instrument.exchange.preview({ paths, ...choice }),
    )
    reading.value = false
    preview.value = value
    problem.value = failed
  }

  const importFiles = (paths: string[], choice: AxisChoice, target: ImportPlace & { operatorName: string }) =>
    run('Reading the files…', async (signal) => {
      const events = await instrument.exchange.import({ paths, ...choice, ...target }, { signal })
      for await (const event of events) {
        if (event.phase === 'done') {
          outcome.value = event.outcome
          await cases.refresh()
          const { imported, known } = event.outcome
          return `Files imported: ${imported.length}${known.length > 0 ? `; there already: ${known.length}` : ''}.`
        }
        progress.value = `${event.files} of ${event.of} files read…`
      }
      return 'The import ended.'
    })

  /** All that the last import brought is deleted, or nothing of it. */
  async function undoImport(operatorName: string, reason: string): Promise<boolean> {
    const lesionIds = outcome.value?.imported.map(({ lesionId }) => lesionId) ?? []
    const { problem: failed } = await outcomeOf(() =>
      instrument.exchange.undoImport({ lesionIds, operatorName, reason }),
    )
    problem.value = failed
    if (failed) return false
    await cases.refresh()
    system.tell('The import was undone: its cases are among the deleted ones.')
    return true
  }

  const chooseFolder = () => system.attempt(() => shell.chooseFolder({ title: 'Where the files go' }))
  const chooseSpectra = () => system.attempt(() => shell.chooseSpectra())

  return {
    progress,
    problem,
    preview,
    outcome,
    research,
    lookForResearch,
    reading,
    reset,
    cancel,
    exportCases,
    saveReport,
    look,
    importFiles,
    undoImport,
    chooseFolder,
    chooseSpectra,
  }
})
