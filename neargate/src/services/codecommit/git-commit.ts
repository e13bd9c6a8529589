import type { GitObject } from '../../core/git-repository.ts';

/** Who and when, as a commit's author or committer line has it. */
export interface GitSignature {
  readonly name: string;
  readonly email: string;
  /** Seconds since the epoch and the zone, such as `1700000000 +0100`. */
  readonly date: string;
}

export interface GitCommitFacts {
  readonly commitId: string;
  readonly treeId: string;
  readonly parents: readonly string[];
  readonly author: GitSignature;
  readonly committer: GitSignature;
  readonly message: string;
  /** Every other header, such as a signature, as it stands. */
  readonly additionalData: string;
}

const nobody: GitSignature = { name: '', email: '', date: '0 +0000' };

/** Reads a commit object. https://git-scm.com/docs/git-commit-tree */
export function commitFacts({ id, content }: GitObject): GitCommitFacts {
  const text = content.toString('utf8');
  const end = text.indexOf('\n\n');
  const headers = (end < 0 ? text : text.slice(0, end)).split('\n');
  const facts = {
    treeId: '',
    parents: [] as string[],
    author: nobody,
    committer: nobody,
    other: [] as string[],
  };
  for (const header of headers) {
    const [name, value] = splitOnce(header);
    if (name === 'tree') facts.treeId = value;
    else if (name === 'parent') facts.parents.push(value);
    else if (name === 'author') facts.author = signature(value);
    else if (name === 'committer') facts.committer = signature(value);
    else facts.other.push(header);
  }
  const { other, ...known } = facts;
  return {
    commitId: id,
    ...known,
    message: end < 0 ? '' : text.slice(end + 2),
    additionalData: other.join('\n'),
  };
}

/** Writes a commit object. */
export function commitObject(
  facts: Omit<GitCommitFacts, 'commitId' | 'additionalData'>,
): Omit<GitObject, 'id'> {
  const line = (role: string, { name, email, date }: GitSignature) =>
    `${role} ${plain(name)} <${plain(email)}> ${date}\n`;
  const text =
    `tree ${facts.treeId}\n` +
    facts.parents.map((parent) => `parent ${parent}\n`).join('') +
    line('author', facts.author) +
    line('committer', facts.committer) +
    `\n${facts.message}`;
  return { type: 'commit', content: Buffer.from(text, 'utf8') };
}

/** What would end the line or the address early is left out, as git does. */
function plain(text: string): string {
  return text.replaceAll(/[<>\n\0]/g, '').trim();
}

function signature(value: string): GitSignature {
  const [, name = '', email = '', date = '0 +0000'] = /^(.*?) ?<([^>]*)> ?(.*)$/.exec(value) ?? [];
  return { name, email, date };
}

function splitOnce(header: string): [string, string] {
  const space = header.indexOf(' ');
  return space < 0 ? [header, ''] : [header.slice(0, space), header.slice(space + 1)];
}
