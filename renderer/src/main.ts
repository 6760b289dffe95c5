import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-dialog.css'
import 'element-plus/theme-chalk/el-input-number.css'
import 'element-plus/theme-chalk/el-input.css'
import 'element-plus/theme-chalk/el-option.css'
import 'element-plus/theme-chalk/el-overlay.css'
import 'element-plus/theme-chalk/el-popover.css'
import 'element-plus/theme-chalk/el-scrollbar.css'
import 'element-plus/theme-chalk/el-select.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/elementPlus.css'
import App from './App.vue'
import { receivePorts } from './bridge/ports'
import { router } from './router'
import { allowedBy } from './stores/allowed'
import { useTrustStore } from './stores/trust'

receivePorts()
const app = createApp(App).use(createPinia()).use(router)
app.directive(
  'allowed',
  allowedBy(() => useTrustStore().state),
)
app.mount('#app')
