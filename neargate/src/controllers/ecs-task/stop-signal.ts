import { constants } from 'node:os';

/** The signal that an image's STOPSIGNAL names, by name or number; SIGTERM when it names none. */
export function stopSignal(text: string | undefined): NodeJS.Signals {
  const names = Object.entries(constants.signals) as [NodeJS.Signals, number][];
  const wanted = text?.toUpperCase() ?? '';
  const found = names.find(
    ([name, number]) => wanted === name || `SIG${wanted}` === name || wanted === String(number),
  );
  return found?.[0] ?? 'SIGTERM';
}
