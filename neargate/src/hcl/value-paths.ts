/** Where something is inside a value: attribute names and map keys as strings, positions as numbers. */
export type TraversalPath = readonly (string | number)[];

/** The path as Terraform writes it, such as `.tags["Name"][0]`: names are attributes unless they are no identifiers. */
export function formatPath(path: TraversalPath): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('');
}
