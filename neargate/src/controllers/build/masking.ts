/** Hides secrets in what is logged. */
export interface Masking {
  /** From now on these values are hidden. */
  hide(values: readonly string[]): void;
  mask(line: string): string;
}

/** A value shorter than this would hide more of the log than of itself. */
const shortestSecret = 3;

/** CodeBuild shows three asterisks where a parameter's or a secret's value was. */
export function masking(): Masking {
  let hidden: readonly string[] = [];
  return {
    hide(values) {
      // A log has lines: a value of several, such as a key, is hidden line by line.
      const parts = values.flatMap((value) => [value, ...value.split(/\r?\n/)]).map((part) => part.trim());
      const all = new Set([...hidden, ...parts.filter((part) => part.length >= shortestSecret)]);
      // A secret may be part of another.
      hidden = [...all].toSorted((left, right) => right.length - left.length);
    },
    mask: (line) => hidden.reduce((text, secret) => text.replaceAll(secret, '***'), line),
  };
}
