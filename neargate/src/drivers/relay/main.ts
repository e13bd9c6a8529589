// The relay's own process: no build and no burst of API calls may stall a task's connections. It ends by itself when the
// control plane is gone.
import { JudgeServer } from './judge-server.ts';
import { Relay } from './relay.ts';
import type { DeniedConnection, RelayCommand, RelayMessage, RelaySnapshot } from './relay-snapshot.ts';

const send = (message: RelayMessage) => process.send?.(message);
const onDenied = (connection: DeniedConnection) => void send({ kind: 'denied', connection });
const relay = new Relay(onDenied);
const judge = new JudgeServer(onDenied);
const judgePort = await judge.listen();

async function apply(requestId: number, snapshot: RelaySnapshot): Promise<void> {
  judge.apply(snapshot.network);
  send({ kind: 'applied', requestId, result: { relays: await relay.apply(snapshot), judgePort } });
}

process.on('message', (command: RelayCommand) => {
  switch (command.kind) {
    case 'apply':
      void apply(command.requestId, command.snapshot);
      return;
    case 'stop':
      void Promise.all([relay.stop(), judge.stop()]).then(() => process.disconnect());
  }
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the control plane decides when the relay ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('SIGHUP', () => undefined);
send({ kind: 'ready' });
