import { streamWork } from '../../shared/streamWork'
import { procedures, stream } from './procedures'

const { exchange } = procedures

export const exchangeHandlers = exchange.router({
  export: exchange.export.handler(({ context, input, signal }) =>
    stream(
      streamWork(async (tell, ended) => {
        const onProgress = (measurements: number) => {
          tell({ phase: 'writing' as const, measurements })
        }
        const report = await context.exchange.export(input, onProgress, ended)
        tell({ phase: 'done' as const, report })
      }, signal),
    ),
  ),
  deidentification: exchange.deidentification.handler(({ context, input }) =>
    context.exchange.deidentification(input.chosen),
  ),
  report: exchange.report.handler(({ context, input }) => context.exchange.report(input.lesionId)),
  undoImport: exchange.undoImport.handler(({ context, input }) => context.exchange.undoImport(input)),
  preview: exchange.preview.handler(({ context, input: { paths, ...options } }) =>
    context.exchange.preview(paths, options),
  ),
  import: exchange.import.handler(({ context, input, signal }) =>
    stream(
      streamWork(async (tell, ended) => {
        const { paths, axis, laserNanometres, ...target } = input
        const onProgress = (files: number) => {
          tell({ phase: 'reading' as const, files, of: paths.length })
        }
        const outcome = await context.exchange.import(
          paths,
          { axis, laserNanometres, target },
          onProgress,
          ended,
        )
        tell({ phase: 'done' as const, outcome })
      }, signal),
    ),
  ),
})
