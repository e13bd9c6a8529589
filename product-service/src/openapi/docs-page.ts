/** The part of an OpenAPI 3.1 document that the page shows. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses?: Readonly<
    Record<string, { readonly description?: string; readonly content?: Content }>
  >;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly [keyword: string]: unknown;
}

type ProblemTable = Readonly<Record<string, { readonly status: number; readonly title: string }>>;

/** A self-contained HTML page: no script, nothing loaded from elsewhere. */
export function renderDocsPage(document: OpenApiDocument, problems: ProblemTable): string {
  const { title, version, description = '' } = document.info;
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => renderOperation(method, path, operation)),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escape(title)} <small>${escape(version)}</small></h1>
${paragraphs(description)}
<p><a href="openapi.json">OpenAPI 3.1 document</a></p>
<h2>Operations</h2>
${operations.join('\n')}
<h2>Problems</h2>
<table>
<tr><th>name</th><th>status</th><th>meaning</th></tr>
${Object.entries(problems)
  .map(([name, problem]) =>
    row([`<code id="${escape(name)}">${escape(name)}</code>`, String(problem.status), escape(problem.title)]),
  )
  .join('\n')}
</table>
</main>
</body>
</html>
`;
}

function renderOperation(method: string, path: string, operation: Operation): string {
  const verb = `<b class="${escape(method)}">${escape(method.toUpperCase())}</b>`;
  return `<details>
<summary>${verb} <code>${escape(path)}</code> ${escape(operation.summary ?? '')}</summary>
${renderParameters(operation.parameters ?? [])}
${renderBody('Body', operation.requestBody?.content ?? {})}
${renderResponses(operation.responses ?? {})}
</details>`;
}

function renderParameters(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ name, in: place, required = false, description = '', schema = {} }) =>
    row([
      `<code>${escape(name)}</code>`,
      escape(place),
      required ? 'yes' : '',
      escape(typeOf(schema)),
      prose(description),
    ]),
  );
  return `<table>
<tr><th>parameter</th><th>in</th><th>required</th><th>type</th><th></th></tr>
${rows.join('\n')}
</table>`;
}

function renderBody(heading: string, content: Content): string {
  const [schema] = Object.values(content).map((media) => media.schema ?? {});
  if (schema === undefined) return '';
  const mediaTypes = Object.keys(content).map((mediaType) => `<code>${escape(mediaType)}</code>`);
  return `<p>${heading}: ${mediaTypes.join(' or ')}</p>${renderMembers(schema)}`;
}

function renderResponses(responses: NonNullable<Operation['responses']>): string {
  const rows = Object.entries(responses).map(([status, { description = '', content = {} }]) => {
    const isProblem = 'application/problem+json' in content;
    return row([escape(status), `${prose(description)}${isProblem ? '' : renderBody('Body', content)}`]);
  });
  return `<table>
<tr><th>status</th><th>answer</th></tr>
${rows.join('\n')}
</table>`;
}

function renderMembers(schema: Schema): string {
  const members = Object.entries(schema.properties ?? {});
  if (members.length === 0) return '';
  const rows = members.map(([name, member]) =>
    row([
      `<code>${escape(name)}</code>`,
      schema.required?.includes(name) ? 'yes' : '',
      escape(typeOf(member)),
      `${prose(member.description ?? '')}${renderMembers(member.items ?? member)}`,
    ]),
  );
  return `<table>
<tr><th>member</th><th>required</th><th>type</th><th></th></tr>
${rows.join('\n')}
</table>`;
}

const shownLimits = ['minimum', 'maximum', 'minLength', 'maxLength', 'default'] as const;

function typeOf(schema: Schema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ');
  const type = [schema.type ?? 'any'].flat().join(' or ');
  const limits = shownLimits
    .filter((name) => name in schema)
    .map((name) => `${name} ${String(schema[name])}`);
  return [schema.format === undefined ? type : `${type} (${schema.format})`, ...limits].join(', ');
}

function paragraphs(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) => `<p>${prose(paragraph)}</p>`)
    .join('\n');
}

/** Text in which `backticks` mark code. */
function prose(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
small { font-weight: normal; opacity: .7; }
code { font: .9em ui-monospace, monospace; }
details { border: 1px solid #8886; border-radius: .4rem; margin: .5rem 0; padding: .5rem .8rem; }
summary { cursor: pointer; }
summary b { display: inline-block; min-width: 4.5rem; }
.get { color: #1a7f37; } .post { color: #0969da; } .patch { color: #9a6700; } .delete { color: #cf222e; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { border-bottom: 1px solid #8884; padding: .25rem .5rem; text-align: left; vertical-align: top; }
:target { outline: 2px solid #0969da; outline-offset: 3px; }
`;
