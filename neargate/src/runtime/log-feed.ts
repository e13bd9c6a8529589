import type { LogStore, LogStreamAddress } from '../services/logs/log-store.ts';

/** A log store that tells when events arrive, so that a reader who follows need not poll. */
export interface LogFeed extends LogStore {
  /** Called after each append, with where it went. Returns the function that ends the subscription. */
  onAppend(listener: (address: LogStreamAddress) => void): () => void;
}

export function logFeed(store: LogStore): LogFeed {
  const listeners = new Set<(address: LogStreamAddress) => void>();
  return {
    append(address, events) {
      store.append(address, events);
      for (const listener of listeners) listener(address);
    },
    read: (address, range) => store.read(address, range),
    summary: (address) => store.summary(address),
    deleteStream: (address) => store.deleteStream(address),
    deleteGroup: (scope, group) => store.deleteGroup(scope, group),
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
