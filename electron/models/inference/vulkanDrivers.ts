import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Names of drivers that replace or join those of the folders, for the Vulkan loader. */
const DRIVER_VARIABLES = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'VK_ADD_DRIVER_FILES']

/** Folders of the machine's own configuration that the loader reads before those of the environment. */
const SYSTEM_FOLDERS = ['/etc', '/usr/local/etc']

/**
 * Whether a Linux machine names any Vulkan driver, where the Vulkan loader looks for them. Without one there is nothing
 * to try, and trying writes warnings on the standard error that no caller can catch.
 */
export function hasVulkanDriver(
  environment: NodeJS.ProcessEnv,
  systemFolders: readonly string[] = SYSTEM_FOLDERS,
): boolean {
  if (DRIVER_VARIABLES.some((name) => environment[name])) return true
  const { XDG_DATA_HOME, XDG_DATA_DIRS, XDG_CONFIG_DIRS } = environment
  const folders = [
    XDG_DATA_HOME ?? join(homedir(), '.local', 'share'),
    ...systemFolders,
    ...(XDG_CONFIG_DIRS ?? '/etc/xdg').split(':'),
    ...(XDG_DATA_DIRS ?? '/usr/local/share:/usr/share').split(':'),
  ]
  return folders
    .map((folder) => join(folder, 'vulkan', 'icd.d'))
    .some((folder) => existsSync(folder) && readdirSync(folder).some((file) => file.endsWith('.json')))
}
