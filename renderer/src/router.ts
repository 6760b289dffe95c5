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
    {
      path: '/learning',
      name: 'learning',
      // What only researchers use is not loaded before they do.
      component: () => import('./views/learning/LearningView.vue'),
      redirect: { name: 'learning-data' },
      children: [
        {
          path: 'data/:hash?',
          name: 'learning-data',
          component: () => import('./views/learning/DataView.vue'),
          props: true,
        },
        {
          path: 'runs/:runId?',
          name: 'learning-runs',
          component: () => import('./views/learning/RunsView.vue'),
          props: true,
        },
        {
          path: 'models/:hash?',
          name: 'learning-models',
          component: () => import('./views/learning/ModelsView.vue'),
          props: true,
        },
      ],
    },
    { path: '/system', name: 'system', component: SystemView },
    { path: '/:unknown(.*)*', redirect: '/' },
  ],
})
