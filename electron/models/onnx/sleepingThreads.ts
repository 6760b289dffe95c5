/**
 * For a session that works for minutes beside an instrument: threads of ONNX Runtime that have nothing to do sleep. By
 * default they spin, which costs a training step a quarter to two fifths more of the processor and, where others want it
 * too, gains no time. The numbers are the same to the bit.
 */
export const sleepingThreads = { session: { intra_op: { allow_spinning: '0' } } }
