import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, neargate, NeargateProcess, processesOf, type Project } from './neargate-process.ts';

const testTimeoutMs = 240_000;
/** `nobody`, or whoever it is: the number need not be in /etc/passwd. */
const userId = 65_534;

const database = `
resource "aws_db_instance" "main" {
  identifier          = "main"
  engine              = "postgres"
  instance_class      = "db.t4g.micro"
  allocated_storage   = 20
  db_name             = "web"
  username            = "web"
  password            = "correct-horse"
  skip_final_snapshot = true
}
`;

/** Only root can become somebody else; where an ordinary user runs the tests, all of them are run by one. */
const isRoot = process.getuid?.() === 0;
const repository = fileURLToPath(new URL('../../..', import.meta.url));

describe.skipIf(!isRoot)('neargate run by an ordinary user', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let up: NeargateProcess | undefined;

  beforeAll(async () => {
    project = await createProject();
    // What is built on first use is built by whoever owns the clone.
    expect(await neargate(project, '--version')).toMatchObject({ exitCode: 0 });
    writeFileSync(path.join(project.terraform, 'database.tf'), database);
    const home = path.join(project.stateDirectory, '../home');
    mkdirSync(home);
    mkdirSync(project.stateDirectory);
    giveAway(path.dirname(project.directory));
  });

  afterAll(async () => {
    await up?.stop();
    project.remove();
  });

  it('becomes ready, serves, keeps a database and leaves nothing behind', async ({ skip }) => {
    skip(!canRead(repository), 'the clone lies where other users may not read');
    up = new NeargateProcess(project, ['up', '-var', `listener_port=${project.listenerPort}`], { userId });
    const said = await up.says(/Ready {2}http:\S+/);
    expect(said).toContain('Apply complete! Resources: 20 added, 0 changed, 0 destroyed.');
    await up.says('2 of 2 tasks healthy');
    await up.says(/database +main +available/);
    const answer = await fetch(`http://localhost:${project.listenerPort}/web`);
    expect(await answer.json()).toMatchObject({ region: 'us-east-1' });
    if (process.platform === 'linux') {
      const pids = processesOf(project).map((line) => line.split(' ')[0] ?? '');
      expect(pids.length).toBeGreaterThan(3);
      for (const pid of pids) expect(ownerOf(pid)).toBe(userId);
    }
    const { exitCode, tookMs } = await up.stop('SIGINT');
    expect(exitCode).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    if (process.platform === 'linux') expect(processesOf(project)).toEqual([]);
    const destroyed = new NeargateProcess(project, ['destroy'], { userId });
    expect(await destroyed.exits(), destroyed.output).toBe(0);
    const gone = new NeargateProcess(project, ['down', '--delete-data'], { userId });
    expect(await gone.exits(), gone.output).toBe(0);
    expect(readdirSync(path.dirname(project.directory)).toSorted()).toEqual(['home', 'project']);
  });
});

function giveAway(directory: string): void {
  chownSync(directory, userId, userId);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) giveAway(file);
    else chownSync(file, userId, userId);
  }
}

/** Whether the user can read the clone, which a private folder above it may prevent. */
function canRead(directory: string): boolean {
  const { status } = spawnSync(
    process.execPath,
    ['-e', 'require("fs").readdirSync(process.argv[1])', directory],
    {
      cwd: '/',
      uid: userId,
      gid: userId,
    },
  );
  return status === 0;
}

function ownerOf(pid: string): number {
  return Number(/^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
