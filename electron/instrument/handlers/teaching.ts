import { procedures } from './procedures'

const { teaching } = procedures

export const teachingHandlers = teaching.router({
  lessons: teaching.lessons.handler(({ context }) => context.teaching.lessons()),
  measure: teaching.measure.handler(({ context, input, signal }) =>
    context.teaching.measure(input.lessonId, signal),
  ),
})
