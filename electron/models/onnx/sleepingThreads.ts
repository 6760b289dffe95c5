/**
 * Threads of ONNX Runtime that have nothing to do sleep. By default they spin for a while after each run, on a core that
 * somebody else waits for: the window that paints an answer, the instrument beside which a model is trained. A training step
 * costs a quarter to two fifths less of the processor; no run takes longer. The numbers are the same to the bit.
 */
export const sleepingThreads = { session: { intra_op: { allow_spinning: '0' } } }
