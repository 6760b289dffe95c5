import { readonly, ref, type Ref } from 'vue'

/** Whether a media query holds, followed for as long as the window lives. */
export function useMediaQuery(query: string): Readonly<Ref<boolean>> {
  const list = matchMedia(query)
  const matches = ref(list.matches)
  list.addEventListener('change', () => {
    matches.value = list.matches
  })
  return readonly(matches)
}
