// The relay's own process: no build and no burst of API calls may stall a task's connection to its database. It ends by
// itself when the control plane is gone.
import { Relay } from './relay.ts';
import type { RelayCommand, RelayMessage } from './relay-snapshot.ts';

const send = (message: RelayMessage) => process.send?.(message);
const relay = new Relay((connection) => send({ kind: 'denied', connection }));

process.on('message', (command: RelayCommand) => {
  switch (command.kind) {
    case 'apply':
      void relay
        .apply(command.snapshot)
        .then((states) => send({ kind: 'applied', requestId: command.requestId, states }));
      return;
    case 'stop':
      void relay.stop().then(() => process.disconnect());
  }
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the control plane decides when the relay ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('SIGHUP', () => undefined);
send({ kind: 'ready' });
