import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ExportedCases, ExportFormat, ImportPreview } from '../../../electron/contract/exchange'
import type { NewLesion } from '../../../electron/contract/cases'
import { instrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { outcomeOf } from './outcomeOf'
import { useCasesStore } from './cases'
import { useSystemStore } from './system'

export interface AxisChoice {
  axis?: 'cm-1' | 'nm'
  laserNanometres?: number
}

/** What goes in and out of the case log as files. */
export const useExchangeStore = defineStore('exchange', () => {
  const system = useSystemStore()
  const cases = useCasesStore()
  /** How far it is, as a sentence; null where nothing runs. */
  const progress = ref<string | null>(null)
  const problem = shallowRef<{ message: string; tip?: string | undefined } | null>(null)
  const preview = shallowRef<ImportPreview | null>(null)
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

  const importFiles = (
    paths: string[],
    choice: AxisChoice,
    target: { operatorName: string; pseudonym: string; bodySite: NewLesion['bodySite'] },
  ) =>
    run('Reading the files…', async (signal) => {
      const events = await instrument.exchange.import({ paths, ...choice, ...target }, { signal })
      for await (const event of events) {
        if (event.phase === 'done') {
          await cases.refresh()
          const { imported, known } = event.outcome
          return `${imported.length} files were imported${known.length > 0 ? `; ${known.length} were there already` : ''}.`
        }
        progress.value = `${event.files} of ${event.of} files read…`
      }
      return 'The import ended.'
    })

  const chooseFolder = () => system.attempt(() => shell.chooseFolder({ title: 'Where the files go' }))
  const chooseSpectra = () => system.attempt(() => shell.chooseSpectra())

  return {
    progress,
    problem,
    preview,
    reading,
    reset,
    cancel,
    exportCases,
    saveReport,
    look,
    importFiles,
    chooseFolder,
    chooseSpectra,
  }
})
