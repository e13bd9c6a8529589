import {
  type LogStore,
  type LogStreamAddress,
  type LogStreamSummary,
  selectEvents,
  type StoredLogEvent,
  summarize,
} from './log-store.ts';

interface Stream {
  readonly events: StoredLogEvent[];
  summary: LogStreamSummary;
}

/** Log events kept in memory only, for tests and for runs without a state directory. */
export function memoryLogStore(): LogStore {
  const streams = new Map<string, Stream>();
  const keyOf = ({ scope, group, stream }: LogStreamAddress) => JSON.stringify([scope, group, stream]);
  return {
    append(address, events) {
      const key = keyOf(address);
      const stream = streams.get(key) ?? { events: [], summary: summarize([]) };
      for (const event of events) stream.events.push({ ...event, position: stream.events.length });
      stream.summary = summarize(events, stream.summary);
      streams.set(key, stream);
    },
    read: (address, range) => selectEvents(streams.get(keyOf(address))?.events ?? [], range),
    summary: (address) => streams.get(keyOf(address))?.summary ?? summarize([]),
    deleteStream(address) {
      streams.delete(keyOf(address));
    },
    deleteGroup(scope, group) {
      const prefix = JSON.stringify([scope, group]).slice(0, -1);
      for (const key of streams.keys()) if (key.startsWith(`${prefix},`)) streams.delete(key);
    },
  };
}
