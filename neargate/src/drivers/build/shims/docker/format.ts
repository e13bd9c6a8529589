import { UserError } from '../../../../core/user-error.ts';

/**
 * The part of Go's templates that scripts use with `--format`: `{{.Path.To}}`, `{{json .Path}}`, `{{index .List 0}}`.
 * @throws UserError for the rest
 */
export function formatWith(template: string, value: unknown): string {
  return template
    .replaceAll(String.raw`\t`, '\t')
    .replaceAll(String.raw`\n`, '\n')
    .replaceAll(/\{\{(.*?)\}\}/gs, (_, inner: string) => {
      const expression = inner.trim();
      const json = /^json (\.[\w.]*)$/.exec(expression);
      if (json !== null) return JSON.stringify(at(value, json[1] ?? '.'));
      const index = /^index (\.[\w.]*) (\d+|"[^"]*")$/.exec(expression);
      if (index !== null) return textOf(element(at(value, index[1] ?? '.'), index[2] ?? ''));
      if (/^\.[\w.]*$/.test(expression)) return textOf(at(value, expression));
      throw new UserError(`Neargate's docker does not know the template {{${inner}}}.`, {
        remedy:
          'It knows {{.Field}}, {{json .Field}} and {{index .List 0}}; jq reads the JSON that is printed without --format.',
      });
    });
}

function at(value: unknown, path: string): unknown {
  let current = value;
  for (const name of path.split('.').filter((part) => part !== '')) {
    current =
      typeof current === 'object' && current !== null
        ? (current as Record<string, unknown>)[name]
        : undefined;
  }
  return current;
}

function element(list: unknown, key: string): unknown {
  if (Array.isArray(list)) return (list as readonly unknown[])[Number(key)];
  return at(list, `.${key.replaceAll('"', '')}`);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '<no value>';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean);
}
