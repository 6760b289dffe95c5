import { createRouter, createWebHashHistory } from 'vue-router'
import MeasureView from './views/measure/MeasureView.vue'

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
    { path: '/picked', name: 'picked', component: () => import('./views/PickedView.vue') },
    { path: '/overview', name: 'overview', component: () => import('./views/OverviewView.vue') },
    {
      path: '/reprocessing/:batchId?',
      name: 'reprocessing',
      component: () => import('./views/reprocess/ReprocessingView.vue'),
      props: true,
    },
    {
      path: '/learning',
      name: 'learning',
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
    {
      path: '/calibrate',
      name: 'calibrate',
      component: () => import('./views/calibrate/CalibrateView.vue'),
      redirect: { name: 'calibrate-today' },
      children: [
        {
          path: 'today',
          name: 'calibrate-today',
          component: () => import('./views/calibrate/TodayView.vue'),
        },
        {
          path: 'passports/:passportId?',
          name: 'calibrate-passports',
          component: () => import('./views/calibrate/PassportsView.vue'),
          props: true,
        },
        {
          path: 'instrument',
          name: 'calibrate-instrument',
          component: () => import('./views/calibrate/InstrumentView.vue'),
        },
        {
          path: 'teaching',
          name: 'calibrate-teaching',
          component: () => import('./views/calibrate/TeachingView.vue'),
        },
      ],
    },
    {
      path: '/audit/:lesionId?',
      name: 'audit',
      component: () => import('./views/AuditView.vue'),
      props: true,
    },
    { path: '/system', name: 'system', component: () => import('./views/SystemView.vue') },
    { path: '/:unknown(.*)*', redirect: '/' },
  ],
})
