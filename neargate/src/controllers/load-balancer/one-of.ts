/** The one of `values` that `text` is, else the fallback. */
export function oneOf<const Value extends string>(
  text: string | undefined,
  values: readonly Value[],
  fallback: Value,
): Value {
  return values.find((value) => value === text) ?? fallback;
}
