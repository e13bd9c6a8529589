import type { ExecSession, TerminalSize } from '../../drivers/task/driver.ts';
import {
  decodeSsmMessage,
  encodeSsmMessage,
  payloadTypes,
  type SsmMessage,
  type SsmMessageType,
} from './ssm-message.ts';

/** What the channel needs of the world. */
export interface DataChannelEnvironment {
  readonly sessionId: string;
  now(): number;
  uuid(): string;
  send(bytes: Buffer): void;
  close(): void;
  /** Starts the command; its output goes to `onOutput`. Rejects with the reason that the user is told. */
  start(onOutput: (chunk: Uint8Array) => void): Promise<ExecSession>;
}

const synFin = 3;
/** As the agent cuts its output. */
const longestPayload = 1024;

/**
 * The agent's side of a Session Manager data channel, as session-manager-plugin speaks it: handshake, then input and terminal
 * sizes in, output out, each message acknowledged. The command starts when the handshake is done.
 * https://github.com/aws/session-manager-plugin/blob/mainline/src/datachannel/streaming.go
 */
export class DataChannel {
  readonly #environment: DataChannelEnvironment;
  #sequenceNumber = 0;
  #session: ExecSession | undefined;
  #size: TerminalSize | undefined;
  #isOpen = false;
  #isClosed = false;

  constructor(environment: DataChannelEnvironment) {
    this.#environment = environment;
  }

  /** The client has shown its token: the handshake begins. */
  open(): void {
    this.#sendStream(payloadTypes.handshakeRequest, {
      AgentVersion: '3.3.0.0',
      RequestedClientActions: [
        {
          ActionType: 'SessionType',
          ActionParameters: { SessionType: 'InteractiveCommands', Properties: {} },
        },
      ],
    });
  }

  receive(bytes: Buffer): void {
    const message = decodeSsmMessage(bytes);
    if (message?.messageType !== 'input_stream_data' || this.#isClosed) return;
    this.#acknowledge(message);
    switch (message.payloadType) {
      case payloadTypes.handshakeResponse:
        this.#completeHandshake();
        break;
      case payloadTypes.size:
        this.#resize(message.payload);
        break;
      case payloadTypes.output:
        this.#session?.write(message.payload);
        break;
      default:
    }
  }

  /** The client has gone. */
  abandon(): void {
    this.#isClosed = true;
    this.#session?.kill();
  }

  #completeHandshake(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#sendStream(payloadTypes.handshakeComplete, { HandshakeTimeToComplete: 0, CustomerMessage: '' });
    this.#environment
      .start((chunk) => this.#sendOutput(Buffer.from(chunk)))
      .then(
        async (session) => {
          this.#session = session;
          if (this.#size !== undefined) session.resize(this.#size);
          if (this.#isClosed) session.kill();
          await session.ended;
          this.#close('');
        },
        (error: unknown) => this.#close(error instanceof Error ? error.message : String(error)),
      );
  }

  #resize(payload: Buffer): void {
    let size: { cols?: unknown; rows?: unknown };
    try {
      size = JSON.parse(payload.toString('utf8')) as typeof size;
    } catch {
      return;
    }
    if (typeof size.cols !== 'number' || typeof size.rows !== 'number') return;
    this.#size = { columns: size.cols, rows: size.rows };
    this.#session?.resize(this.#size);
  }

  #sendOutput(output: Buffer): void {
    for (let start = 0; start < output.length; start += longestPayload) {
      this.#sendStream(payloadTypes.output, output.subarray(start, start + longestPayload));
    }
  }

  #sendStream(payloadType: number, payload: Buffer | object): void {
    const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
    this.#send('output_stream_data', { sequenceNumber: this.#sequenceNumber++, payloadType, payload: bytes });
  }

  #acknowledge({ messageType, messageId, sequenceNumber }: SsmMessage): void {
    const payload = {
      AcknowledgedMessageType: messageType,
      AcknowledgedMessageId: messageId,
      AcknowledgedMessageSequenceNumber: sequenceNumber,
      IsSequentialMessage: true,
    };
    this.#send('acknowledge', { flags: synFin, payload: Buffer.from(JSON.stringify(payload)) });
  }

  #close(output: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const environment = this.#environment;
    const { sessionId } = environment;
    const payload = {
      MessageType: 'channel_closed',
      MessageId: environment.uuid(),
      DestinationId: sessionId,
      SessionId: sessionId,
      SchemaVersion: 1,
      CreatedDate: new Date(environment.now()).toISOString(),
      Output: output,
    };
    this.#send('channel_closed', { flags: synFin, payload: Buffer.from(JSON.stringify(payload)) });
    environment.close();
  }

  #send(
    messageType: SsmMessageType,
    message: Partial<Omit<SsmMessage, 'messageType'>> & Pick<SsmMessage, 'payload'>,
  ): void {
    const environment = this.#environment;
    environment.send(
      encodeSsmMessage({
        messageType,
        sequenceNumber: 0,
        flags: 0,
        payloadType: 0,
        messageId: environment.uuid(),
        createdAtMs: environment.now(),
        ...message,
      }),
    );
  }
}
