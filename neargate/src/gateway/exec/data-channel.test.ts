import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ExecSession, ExitResult } from '../../drivers/task/driver.ts';
import { DataChannel } from './data-channel.ts';
import { decodeSsmMessage, encodeSsmMessage, payloadTypes, type SsmMessage } from './ssm-message.ts';

/** The plugin's side of a channel, on a command that echoes what it is sent. */
function openChannel() {
  const sent: SsmMessage[] = [];
  const seen: string[] = [];
  let isClosed = false;
  let end: (result: ExitResult) => void = () => undefined;
  const channel = new DataChannel({
    sessionId: 'ecs-execute-command-1',
    now: () => 1_700_000_000_000,
    uuid: () => randomUUID(),
    send(bytes) {
      const message = decodeSsmMessage(bytes);
      if (message === undefined) throw new Error('not a message');
      sent.push(message);
    },
    close: () => (isClosed = true),
    async start(onOutput) {
      const session: ExecSession = {
        hasTerminal: true,
        ended: new Promise((resolve) => {
          end = resolve;
        }),
        write: (chunk) => onOutput(chunk),
        endInput: () => undefined,
        resize: ({ columns, rows }) => seen.push(`${columns}x${rows}`),
        kill: () => seen.push('killed'),
      };
      return session;
    },
  });
  let sequenceNumber = 0;
  return {
    channel,
    sent,
    seen,
    isClosed: () => isClosed,
    end: (result: ExitResult) => end(result),
    type: (payloadType: number, payload: string): string => {
      const messageId = randomUUID();
      channel.receive(
        encodeSsmMessage({
          messageType: 'input_stream_data',
          sequenceNumber: sequenceNumber++,
          flags: 0,
          messageId,
          createdAtMs: 1,
          payloadType,
          payload: Buffer.from(payload),
        }),
      );
      return messageId;
    },
  };
}

const turn = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('a data channel', () => {
  it('shakes hands, acknowledges input, numbers output, and says when the command has ended', async () => {
    const { channel, sent, seen, type, end, isClosed } = openChannel();
    channel.open();
    expect(sent[0]).toMatchObject({
      messageType: 'output_stream_data',
      payloadType: payloadTypes.handshakeRequest,
      sequenceNumber: 0,
    });
    expect(JSON.parse(String(sent[0]?.payload))).toMatchObject({
      RequestedClientActions: [
        { ActionType: 'SessionType', ActionParameters: { SessionType: 'InteractiveCommands' } },
      ],
    });
    type(payloadTypes.handshakeResponse, '{}');
    await turn();
    type(payloadTypes.size, '{"cols":120,"rows":40}');
    const messageId = type(payloadTypes.output, 'ls\n');
    expect(seen).toEqual(['120x40']);
    const acknowledged = sent.filter(({ messageType }) => messageType === 'acknowledge');
    expect(JSON.parse(String(acknowledged.at(-1)?.payload))).toEqual({
      AcknowledgedMessageType: 'input_stream_data',
      AcknowledgedMessageId: messageId,
      AcknowledgedMessageSequenceNumber: 2,
      IsSequentialMessage: true,
    });
    const output = sent.filter(({ messageType }) => messageType === 'output_stream_data');
    expect(output.map(({ payloadType, sequenceNumber }) => [payloadType, sequenceNumber])).toEqual([
      [payloadTypes.handshakeRequest, 0],
      [payloadTypes.handshakeComplete, 1],
      [payloadTypes.output, 2],
    ]);
    expect(String(output.at(-1)?.payload)).toBe('ls\n');
    end({ exitCode: 0 });
    await turn();
    expect(sent.at(-1)?.messageType).toBe('channel_closed');
    expect(isClosed()).toBe(true);
  });

  it('ends the command when the client goes', async () => {
    const { channel, seen, type } = openChannel();
    channel.open();
    type(payloadTypes.handshakeResponse, '{}');
    await turn();
    channel.abandon();
    expect(seen).toEqual(['killed']);
  });

  it('takes no message whose payload is not what its digest says', () => {
    const bytes = encodeSsmMessage({
      messageType: 'input_stream_data',
      sequenceNumber: 7,
      flags: 0,
      messageId: '0f0e0d0c-0b0a-4908-8706-050403020100',
      createdAtMs: 1,
      payloadType: 1,
      payload: Buffer.from('x'),
    });
    expect(decodeSsmMessage(bytes)).toMatchObject({
      messageId: '0f0e0d0c-0b0a-4908-8706-050403020100',
      sequenceNumber: 7,
    });
    bytes.write('y', bytes.length - 1);
    expect(decodeSsmMessage(bytes)).toBeUndefined();
  });
});
