// Loaded into the server: tells on request how long, in milliseconds, its event loop stood still at the longest since the last one.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolution = 2;
if (process.send !== undefined) {
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  process.on('message', () => {
    process.send(Math.max(0, delays.max / 1e6 - resolution));
    delays.reset();
  });
  process.channel.unref();
}
