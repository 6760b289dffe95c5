import { useMediaQuery } from './useMediaQuery'
import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { recall, remember } from '../bridge/memory'
import { onShell, shell } from '../bridge/shell'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** How the window looks: the chosen theme, and what that means now. */
export const useAppearanceStore = defineStore('appearance', () => {
  const kept = recall('theme')
  const theme = ref<Theme>(themes.find((name) => name === kept) ?? 'system')
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
  const dark = computed(() => (theme.value === 'system' ? systemIsDark.value : theme.value === 'dark'))

  watchEffect(() => {
    document.documentElement.classList.toggle('dark', dark.value)
  })

  const tellShell = () => void shell.setTheme({ theme: theme.value }).catch(() => undefined)
  onShell(tellShell)

  function choose(next: Theme): void {
    theme.value = next
    remember('theme', next)
    tellShell()
  }

  return { theme, dark, choose }
})
