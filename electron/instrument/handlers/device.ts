import { listen } from '../../shared/listen'
import { procedures, stream } from './procedures'

const { device } = procedures

export const deviceHandlers = device.router({
  list: device.list.handler(({ context }) => context.devices.list.now()),
  watchList: device.watchList.handler(({ context, signal }) =>
    stream(listen((listener) => context.devices.list.watch(listener), signal)),
  ),
  connect: device.connect.handler(({ context, input }) => context.devices.connect(input)),
  disconnect: device.disconnect.handler(({ context }) => context.devices.disconnect()),
  state: device.state.handler(({ context }) => context.devices.state.current),
  watch: device.watch.handler(({ context, signal }) =>
    stream(listen((listener) => context.devices.state.listen(listener), signal)),
  ),
  startPreview: device.startPreview.handler(({ context, input }) => context.preview.start(input)),
  stopPreview: device.stopPreview.handler(({ context }) => context.preview.stop()),
  stopLaser: device.stopLaser.handler(({ context }) => context.stopLaser()),
  selectSample: device.selectSample.handler(({ context, input }) => context.devices.selectSample(input.name)),
  log: device.log.handler(({ context }) => context.deviceLog.entries),
})
