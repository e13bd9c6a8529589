/** One step of a path: a field's name, or an index of a list. */
type Step = string | number;

/**
 * The steps of a JSON path as targets use them, such as `$.detail.items[0]`, or undefined when it is not one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function parseInputPath(path: string): Step[] | undefined {
  if (!/^\$(?:\.[\w-]+|\['[^']+'\]|\[\d+\])*$/.test(path)) return undefined;
  return [...path.matchAll(/\.([\w-]+)|\['([^']+)'\]|\[(\d+)\]/g)].map(([, dotted, quoted, index]) =>
    index === undefined ? (dotted ?? quoted ?? '') : Number(index),
  );
}

/** What the path finds, or undefined. */
export function selectByPath(event: unknown, path: string): unknown {
  let value = event;
  for (const step of parseInputPath(path) ?? [undefined]) {
    if (typeof value !== 'object' || value === null || step === undefined) return undefined;
    const fields = value as Readonly<Record<string, unknown>>;
    value = Object.hasOwn(fields, step) ? fields[step] : undefined;
  }
  return value;
}
