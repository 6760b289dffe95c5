// Runs in the window: does through its stores what a person does by hand, and collects the marks that they set.
{
  const poll = async (ready) => {
    for (;;) {
      const value = ready()
      if (value) return value
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const now = () => performance.timeOrigin + performance.now()
  const stores = document.querySelector('#app').__vue_app__.config.globalProperties.$pinia._s
  const store = (name) => poll(() => stores.get(name))
  const mountedAt = now()
  let lastFrameAt = null

  window.bench = {
    poll,
    shown: [],
    answered: [],
    intervals: [],
    paintedFrames: 0,

    /** Waits for the microscope, and switches the live view on without the laser. */
    async begin() {
      const device = await store('device')
      await poll(() => device.connected)
      const connectedAt = now()
      await device.startPreview({ integrationTimeMs: device.state.limits.integrationTimeMs.min, laser: null })
      return { documentAt: performance.timeOrigin, mountedAt, connectedAt }
    },

    /** A simulated patient, and a first measurement. */
    async prepare(plan) {
      const [device, session, cases, demonstration] = await Promise.all(
        ['device', 'session', 'cases', 'demonstration'].map(store),
      )
      await poll(() => device.connected && cases.loaded)
      session.usePlan(plan)
      await demonstration.start()
      return this.outcome()
    },

    async measure(plan) {
      const [session, acquisition] = await Promise.all(['session', 'acquisition'].map(store))
      session.usePlan(plan)
      await acquisition.start(session.plan, session.authorisation)
      return this.outcome()
    },

    async outcome() {
      const { failure, result } = await store('acquisition')
      return failure?.message ?? result?.answer.withheld ?? 'answered'
    },

    /** Measures, and counts what was recorded; seconds from the first frame to the last. */
    async record(plan) {
      const acquisition = await store('acquisition')
      let [recorded, firstAt, lastAt] = [0, null, 0]
      const watch = setInterval(() => {
        const { progress } = acquisition
        if (!progress || progress.recorded === recorded) return
        recorded = progress.recorded
        lastAt = now()
        firstAt ??= { at: lastAt, recorded }
      }, 5)
      await this.measure(plan)
      clearInterval(watch)
      return { recorded, seconds: firstAt ? (lastAt - firstAt.at) / 1000 : 0 }
    },

    async live(integrationTimeMs) {
      const [session, device] = await Promise.all(['session', 'device'].map(store))
      await device.startPreview({
        integrationTimeMs,
        laser: { authorisation: session.authorisation, powerMilliwatts: session.plan.laserPowerMilliwatts },
      })
    },

    async stop() {
      await (await store('device')).stopPreview()
    },

    watchFrames() {
      const frame = (at) => {
        if (lastFrameAt !== null) this.intervals.push(Math.round((at - lastFrameAt) * 100) / 100)
        lastFrameAt = at
        requestAnimationFrame(frame)
      }
      this.paintedFrames = 0
      requestAnimationFrame(frame)
    },
  }

  new PerformanceObserver((list) => {
    for (const { name, detail, startTime } of list.getEntries()) {
      const mark = { ...detail, paintedAt: performance.timeOrigin + startTime }
      // It is drawn again when something on it is pointed at.
      const known = ({ acquisitionId, complete }) =>
        acquisitionId === mark.acquisitionId && complete === mark.complete
      if (name === 'stokes:answered' && !window.bench.answered.some(known)) window.bench.answered.push(mark)
      if (name !== 'stokes:shown') continue
      window.bench.paintedFrames++
      // A recording has too many to keep.
      if (window.bench.shown.length < 1000) window.bench.shown.push(mark)
    }
  }).observe({ type: 'mark', buffered: true })
}
