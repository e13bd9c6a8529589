/**
 * Fills a replacement's `$1`, `${1}`, `$name` and `${name}` with what a match captured, as Go's `Expand` does: a name
 * without braces takes as many letters, digits and underscores as follow, and what was not captured is empty.
 *
 * @param groups The whole match, then each group's text.
 * @param names The groups' names, the first of the first group.
 */
export function expandTemplate(
  template: string,
  groups: readonly (string | undefined)[],
  names: readonly (string | undefined)[],
): string {
  return template.replace(
    /\$(?:(\$)|(\w+)|\{(\w+)\})/g,
    (_, dollar?: string, bare?: string, braced?: string) => {
      if (dollar !== undefined) return '$';
      const name = bare ?? braced ?? '';
      const index = /^\d+$/.test(name) ? Number(name) : names.lastIndexOf(name) + 1;
      const isKnown = index > 0 || /^0+$/.test(name);
      return (isKnown ? groups[index] : undefined) ?? '';
    },
  );
}
