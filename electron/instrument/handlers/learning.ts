import { listen } from '../../shared/listen'
import { shippedRecipes } from '../services/loadRecipe'
import { procedures, stream } from './procedures'

const { learning } = procedures

export const learningHandlers = learning.router({
  inspectData: learning.inspectData.handler(({ context, input }) => context.learning.inspectData(input)),
  freezeData: learning.freezeData.handler(({ context, input }) => context.learning.freezeData(input)),
  dataSets: learning.dataSets.handler(({ context }) => context.caseLog.learning.dataSets.list()),
  dataSet: learning.dataSet.handler(({ context, input }) =>
    context.caseLog.learning.dataSets.get(input.hash),
  ),
  holdOut: learning.holdOut.handler(({ context, input: { hash, ...signature } }) =>
    context.learning.holdOut(hash, signature),
  ),
  looks: learning.looks.handler(({ context, input }) =>
    context.caseLog.learning.externalSets.looks(input.hash),
  ),
  look: learning.look.handler(({ context, input }) => context.learning.look(input)),

  recipes: learning.recipes.handler(() => shippedRecipes()),
  startRun: learning.startRun.handler(({ context, input }) => context.learning.startRun(input)),
  runs: learning.runs.handler(({ context }) => context.caseLog.learning.runs.list()),
  run: learning.run.handler(({ context, input }) => context.caseLog.learning.runs.detail(input.runId)),
  predictions: learning.predictions.handler(({ context, input }) =>
    context.learning.predictions(input.runId),
  ),
  heldOutSpectrum: learning.heldOutSpectrum.handler(({ context, input }) =>
    context.learning.heldOutSpectrum(input),
  ),
  checkSaliency: learning.checkSaliency.handler(({ context, input }) =>
    context.learning.checkSaliency(input),
  ),
  classMaps: learning.classMaps.handler(({ context, input }) => context.learning.classMaps(input.runId)),
  cancelRun: learning.cancelRun.handler(({ context, input }) => context.learning.cancelRun(input.runId)),
  resumeRun: learning.resumeRun.handler(({ context, input }) => context.learning.resumeRun(input.runId)),
  compareRuns: learning.compareRuns.handler(({ context, input }) =>
    context.learning.compareRuns(input.first, input.second),
  ),
  modelCard: learning.modelCard.handler(({ context, input }) => context.learning.modelCard(input.runId)),
  table2: learning.table2.handler(({ context, input }) => context.learning.table2(input.runIds)),

  models: learning.models.handler(({ context }) => context.learning.registry.list()),
  judgePromotion: learning.judgePromotion.handler(({ context, input }) =>
    context.learning.registry.judge(input.hash),
  ),
  promote: learning.promote.handler(({ context, input: { hash, ...signature } }) =>
    context.learning.registry.promote(hash, signature),
  ),
  shadow: learning.shadow.handler(({ context, input: { hash, ...signature } }) =>
    context.learning.registry.shadow(hash, signature),
  ),
  retire: learning.retire.handler(({ context, input: { hash, ...signature } }) =>
    context.learning.registry.retire(hash, signature),
  ),
  rollBack: learning.rollBack.handler(({ context, input: { use, ...signature } }) =>
    context.learning.registry.rollBack(use, signature),
  ),
  shadowComparison: learning.shadowComparison.handler(({ context, input }) =>
    context.learning.registry.shadowComparison(input.hash),
  ),

  watch: learning.watch.handler(({ context, signal }) =>
    stream(listen((listener) => context.learning.listen(listener), signal)),
  ),
})
