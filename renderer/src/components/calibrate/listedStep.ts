import type { CheckStep } from '../../../../electron/contract/passport'

/** A step of a daily check in the list of all of them. `left`: the check ended before it. */
export interface ListedStep {
  step: CheckStep
  title: string
  state: 'waiting' | 'now' | 'good' | 'bad' | 'left'
}
