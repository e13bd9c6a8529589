import { readScalar } from './scalars.ts';
import { type Member, shapeOf, type StructureShape, structureOf, type WireSchema } from './schema.ts';

/** How form keys are spelled: `Tags.member.1.Key` (query) or `TagSpecification.1.Tag.1.Key` (ec2). */
export type FormDialect = 'query' | 'ec2';

interface Node {
  value?: string;
  readonly children: Map<string, Node>;
}

/**
 * The structure that a form's dotted keys spell. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html and
 * https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export function readForm(
  schema: WireSchema,
  name: string | undefined,
  form: URLSearchParams,
  dialect: FormDialect,
): Record<string, unknown> {
  const root: Node = { children: new Map() };
  for (const [key, value] of form) {
    let node = root;
    for (const step of key.split('.')) {
      let child = node.children.get(step);
      if (child === undefined) node.children.set(step, (child = { children: new Map() }));
      node = child;
    }
    node.value = value;
  }
  return new FormReader(schema, dialect).structure(structureOf(schema, name), root, '');
}

class FormReader {
  private readonly schema: WireSchema;
  private readonly dialect: FormDialect;

  constructor(schema: WireSchema, dialect: FormDialect) {
    this.schema = schema;
    this.dialect = dialect;
  }

  structure(shape: StructureShape, node: Node, place: string): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(shape.members)) {
      const child = node.children.get(this.nameOf(name, member));
      if (child === undefined) continue;
      const value = this.value(member, child, place === '' ? name : `${place}.${name}`);
      if (value !== undefined) result[name] = value;
    }
    return result;
  }

  private nameOf(name: string, member: Member): string {
    if (this.dialect === 'query') return member.xmlName ?? name;
    const spelled = member.ec2QueryName ?? member.xmlName ?? name;
    return spelled.charAt(0).toUpperCase() + spelled.slice(1);
  }

  private value(member: Member, node: Node, place: string): unknown {
    const shape = shapeOf(this.schema, member.target);
    switch (shape?.kind) {
      case 'structure':
        return this.structure(shape, node, place);
      case 'list': {
        const flat = this.dialect === 'ec2' || member.flattened === true;
        // The SDKs write the modelled element name, older clients always `member`.
        const holder = flat
          ? node
          : (node.children.get(shape.element.xmlName ?? 'member') ?? node.children.get('member') ?? node);
        return numbered(holder).map((element, index) =>
          this.value(shape.element, element, `${place}.${index + 1}`),
        );
      }
      case 'map': {
        const holder = member.flattened === true ? node : (node.children.get('entry') ?? node);
        return Object.fromEntries(
          numbered(holder).map((entry) => {
            const key = entry.children.get(shape.key.xmlName ?? 'key')?.value ?? '';
            const value = entry.children.get(shape.value.xmlName ?? 'value');
            return [key, value === undefined ? undefined : this.value(shape.value, value, `${place}.${key}`)];
          }),
        );
      }
      case undefined:
        return node.value === undefined ? undefined : readScalar(node.value, member.target, place);
    }
  }
}

/** The children whose names are numbers, in their order: gaps do not matter. */
function numbered(node: Node): Node[] {
  return [...node.children]
    .filter(([name]) => /^\d+$/.test(name))
    .toSorted(([left], [right]) => Number(left) - Number(right))
    .map(([, child]) => child);
}
