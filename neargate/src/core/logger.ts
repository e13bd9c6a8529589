/** Where the parts say what they do. One line each; `fields` are appended as `key=value`. Never given a secret. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const rank: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Writes lines of the given level and above through `write`. */
export function lineLogger(level: LogLevel, now: () => number, write: (line: string) => void): Logger {
  const at =
    (own: LogLevel) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      if (rank[own] < rank[level]) return;
      const details = Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(
          ([name, value]) =>
            ` ${name}=${value instanceof Error ? (value.stack ?? value.message) : String(value)}`,
        )
        .join('');
      write(`${new Date(now()).toISOString()} ${own} ${message}${details}`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
