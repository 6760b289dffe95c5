import { openOnnxTraining } from './onnxTrainingSession'
import { openTfjsTraining } from './tfjsTrainingSession'
import type { TrainingProgram } from './trainingProgram'
import type { TrainingEngineName, TrainingSession, TrainingState } from './trainingSession'

/** A program on an engine by its name. @throws where the engine is not to be had on this machine */
export function openTrainingSession(
  name: TrainingEngineName,
  program: TrainingProgram,
  state: TrainingState,
  batch: number,
): Promise<TrainingSession> {
  switch (name) {
    case 'onnx-cpu':
      return openOnnxTraining(program, state, batch, 'cpu')
    case 'onnx-webgpu':
      return openOnnxTraining(program, state, batch, 'webgpu')
    case 'tfjs-node-gpu':
      return openTfjsTraining(program, state, batch, 'gpu')
  }
}
