import type { FormDialect } from './form-reader.ts';
import { writeScalar } from './scalars.ts';
import { type Member, shapeOf, type StructureShape, structureOf, type WireSchema } from './schema.ts';

/** The dotted keys that spell a structure, as `readForm` reads them. */
export function writeForm(
  schema: WireSchema,
  name: string | undefined,
  value: Readonly<Record<string, unknown>>,
  dialect: FormDialect,
): URLSearchParams {
  const form = new URLSearchParams();
  writeStructure({ schema, dialect, form }, structureOf(schema, name), value, '');
  return form;
}

interface Writing {
  readonly schema: WireSchema;
  readonly dialect: FormDialect;
  readonly form: URLSearchParams;
}

function writeStructure(
  writing: Writing,
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  prefix: string,
): void {
  for (const [name, member] of Object.entries(shape.members)) {
    const own = value[name];
    if (own !== undefined && own !== null)
      writeMember(writing, member, own, prefix + nameOf(writing, name, member));
  }
}

function nameOf({ dialect }: Writing, name: string, member: Member): string {
  if (dialect === 'query') return member.xmlName ?? name;
  const spelled = member.ec2QueryName ?? member.xmlName ?? name;
  return spelled.charAt(0).toUpperCase() + spelled.slice(1);
}

function writeMember(writing: Writing, member: Member, value: unknown, key: string): void {
  const { schema, dialect, form } = writing;
  const shape = shapeOf(schema, member.target);
  switch (shape?.kind) {
    case 'structure':
      writeStructure(writing, shape, value as Record<string, unknown>, `${key}.`);
      return;
    case 'list': {
      const isFlat = dialect === 'ec2' || member.flattened === true;
      const holder = isFlat ? key : `${key}.${shape.element.xmlName ?? 'member'}`;
      const entries = value as readonly unknown[];
      // An empty list is a value of its own in the query protocol.
      if (entries.length === 0 && dialect === 'query') form.set(key, '');
      for (const [index, entry] of entries.entries())
        writeMember(writing, shape.element, entry, `${holder}.${index + 1}`);
      return;
    }
    case 'map': {
      const holder = member.flattened === true ? key : `${key}.entry`;
      for (const [index, [entryKey, entry]] of Object.entries(value as Record<string, unknown>).entries()) {
        const place = `${holder}.${index + 1}`;
        form.set(`${place}.${shape.key.xmlName ?? 'key'}`, entryKey);
        writeMember(writing, shape.value, entry, `${place}.${shape.value.xmlName ?? 'value'}`);
      }
      return;
    }
    case undefined:
      form.set(key, writeScalar(value, member.target, 'date-time'));
  }
}
