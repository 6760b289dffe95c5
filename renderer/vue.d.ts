// For the linter, which reads no .vue files; the type check (vue-tsc) knows every component's own type.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
