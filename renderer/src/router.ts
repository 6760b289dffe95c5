import { createRouter, createWebHashHistory } from 'vue-router'
import CasesView from './views/CasesView.vue'
import MeasureView from './views/MeasureView.vue'
import SystemView from './views/SystemView.vue'

/** One route for each screen; a case has an address of its own. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'measure', component: MeasureView },
    { path: '/cases/:lesionId?', name: 'cases', component: CasesView, props: true },
    { path: '/system', name: 'system', component: SystemView },
    { path: '/:unknown(.*)*', redirect: '/' },
  ],
})
