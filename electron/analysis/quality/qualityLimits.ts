import limits from '../../../resources/references/qualityLimits.json'
import { canonicalHash } from '../canonicalHash'

/** What the gates hold figures against: data, with the reasons in docs/quality.md. */
export const QUALITY_LIMITS = limits

/** The paper's range, cm-1: what lies outside cannot spoil the answer. */
export const JUDGED_RANGE = limits.judgedRange

/** Names the limits that a report was made with. */
export const QUALITY_LIMITS_ID = { version: limits.version, hash: canonicalHash(limits) }
