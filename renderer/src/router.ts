import { createRouter, createWebHashHistory } from 'vue-router'
import MeasureView from './views/MeasureView.vue'

/** One route for each screen; a case has an address of its own. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'measure', component: MeasureView },
    {
      path: '/cases/:lesionId?',
      name: 'cases',
      component: () => import('./views/CasesView.vue'),
      props: true,
    },
    { path: '/system', name: 'system', component: () => import('./views/SystemView.vue') },
    { path: '/:unknown(.*)*', redirect: '/' },
  ],
})
