/** The load balancer's process: forked by the control plane, spoken to over IPC, gone when the channel is. */
import { systemClock } from '../core/clock.ts';
import { createDataPlane } from './data-plane.ts';
import type { DataPlaneCommand, DataPlaneMessage } from './messages.ts';

function send(message: DataPlaneMessage): void {
  // The channel may close at any moment; 'disconnect' deals with that.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

const plane = createDataPlane({
  clock: systemClock,
  report: (report) => send({ kind: 'report', report }),
});

function apply(command: Extract<DataPlaneCommand, { kind: 'apply' }>): void {
  const { requestId } = command;
  plane.apply(command.snapshot).then(
    (result) => send({ kind: 'applied', requestId, result }),
    (error: unknown) => send({ kind: 'apply-failed', requestId, message: String(error) }),
  );
}

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  void plane.stop().finally(() => process.exit(0));
}

process.on('message', (command: DataPlaneCommand) => {
  if (command.kind === 'apply') apply(command);
  else stop();
});
process.on('disconnect', stop);
// Ctrl-C in a terminal reaches the whole group; the control plane decides when this process stops.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});

if (process.send === undefined) {
  process.stderr.write(
    'The load balancer is started by the control plane, not by hand: there is no IPC channel.\n',
  );
  process.exit(1);
}
send({ kind: 'ready', pid: process.pid });
