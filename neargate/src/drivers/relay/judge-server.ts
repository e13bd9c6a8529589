import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { judgeConnection, type LocalNetwork } from '../../network/local-network.ts';
import type { JudgeAnswer, JudgeQuestion } from './judge-protocol.ts';
import type { DeniedConnection } from './relay-snapshot.ts';

/** A task may ask before the snapshot that it is in has come. */
const patienceMs = 2_000;

/** Answers tasks' questions whether a connection gets through, by the network as it is at that moment. */
export class JudgeServer {
  private network: LocalNetwork | undefined;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly onDenied: (connection: DeniedConnection) => void;
  private waiting: (() => void)[] = [];

  constructor(onDenied: (connection: DeniedConnection) => void) {
    this.onDenied = onDenied;
    this.server = createServer({ noDelay: true }, (socket) => this.serve(socket));
  }

  /** Resolves to the port of 127.0.0.1 it listens at. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  apply(network: LocalNetwork): void {
    this.network = network;
    const waiting = this.waiting;
    this.waiting = [];
    for (const look of waiting) look();
  }

  stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (line) => {
      const question = parseQuestion(line);
      // Nobody but the preload speaks here.
      if (question === undefined) socket.destroy();
      else this.answer(question, Date.now() + patienceMs, (answer) => send(socket, answer));
    });
  }

  private answer(question: JudgeQuestion, untilMs: number, respond: (answer: JudgeAnswer) => void): void {
    const { id, taskArn, host, port } = question;
    const source = this.network?.tasks.get(taskArn);
    if (this.network === undefined || source === undefined) {
      if (Date.now() >= untilMs) {
        respond({ id, allowed: false, reason: `Neargate runs no task ${taskArn}.` });
        return;
      }
      let isOver = false;
      const again = () => {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        this.answer(question, untilMs, respond);
      };
      const timer = setTimeout(again, Math.max(0, untilMs - Date.now()));
      this.waiting.push(again);
      return;
    }
    const { verdict, destination, host: standIn } = judgeConnection(this.network, source, { host, port });
    if (verdict.allowed) {
      respond({ id, allowed: true, ...(standIn === undefined ? {} : { host: standIn }) });
      return;
    }
    this.onDenied({ source, destination, port, denial: verdict });
    respond({ id, allowed: false, reason: verdict.reason });
  }
}

function parseQuestion(line: string): JudgeQuestion | undefined {
  try {
    const { id, taskArn, host, port } = JSON.parse(line) as Partial<JudgeQuestion>;
    const isWhole =
      typeof id === 'number' &&
      typeof taskArn === 'string' &&
      typeof host === 'string' &&
      typeof port === 'number';
    return isWhole ? { id, taskArn, host, port } : undefined;
  } catch {
    return undefined;
  }
}

function send(socket: Socket, answer: JudgeAnswer): void {
  if (socket.writable) socket.write(`${JSON.stringify(answer)}\n`);
}
