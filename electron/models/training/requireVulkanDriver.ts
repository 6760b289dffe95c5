import { StokesError } from '../../contract/errors'
import { hasVulkanDriver } from '../inference/vulkanDrivers'

/**
 * Refuses WebGPU on a Linux machine that names no Vulkan driver.
 * @throws StokesError `engine.unavailable`
 */
export function requireVulkanDriver(): void {
  if (process.platform !== 'linux' || hasVulkanDriver(process.env)) return
  throw new StokesError('engine.unavailable', 'No Vulkan driver is installed, so WebGPU has no GPU to use', {
    tip: 'Install the driver of the GPU.',
  })
}
