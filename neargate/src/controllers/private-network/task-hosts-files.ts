import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type HostEntry, hostsText } from './hosts-file.ts';

/**
 * The hosts file of each task: what the task can resolve, since names are those of its VPC. Each has a folder of its own,
 * which its containers see; nothing else is in it.
 */
export class TaskHostsFiles {
  private readonly directory: string;
  private readonly texts = new Map<string, string>();

  /** @param directory belongs to the files alone: what an earlier process left there goes */
  constructor(directory: string) {
    this.directory = directory;
    if (!existsSync(directory)) return;
    for (const name of readdirSync(directory)) rmSync(path.join(directory, name), { recursive: true });
  }

  pathOf(taskId: string): string {
    return path.join(this.directory, taskId, 'hosts.json');
  }

  /** Writes the files that differ from what they should hold, and removes those of other tasks. */
  write(entriesByTask: ReadonlyMap<string, readonly HostEntry[]>): void {
    for (const taskId of this.texts.keys()) {
      if (entriesByTask.has(taskId)) continue;
      this.texts.delete(taskId);
      rmSync(path.join(this.directory, taskId), { recursive: true, force: true });
    }
    // Tasks of a VPC have the same entries: the text is made once.
    const made = new Map<readonly HostEntry[], string>();
    for (const [taskId, entries] of entriesByTask) {
      const text = made.get(entries) ?? hostsText(entries);
      made.set(entries, text);
      if (this.texts.get(taskId) !== text) replace(this.pathOf(taskId), text);
      this.texts.set(taskId, text);
    }
  }
}

/** Replaces the file at once: a task that reads it meanwhile gets the old one or the new one, whole. */
function replace(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  // Tasks may run as any user.
  writeFileSync(unfinished, text, { mode: 0o644 });
  renameSync(unfinished, file);
}
