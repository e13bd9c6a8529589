/** The key of a pipeline, or of an action execution, on a queue: its scope and its own key. */
export function pipelineKey(scope: string, own: string): string {
  return `${scope} ${own}`;
}

/** The scope and the own key. Neither scopes nor pipeline names have spaces. */
export function splitKey(key: string): readonly [scope: string, own: string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}
